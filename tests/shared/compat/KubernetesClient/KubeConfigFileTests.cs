using System.Diagnostics;
using System.Text;
using k8s.Exceptions;
using k8s.Loading;

namespace k8s;

public sealed class KubeConfigFileTests
{
    private const string Usual = """
        apiVersion: v1
        kind: Config
        preferences: { colors: true }
        current-context: second
        clusters:
        - { name: a, cluster: { server: "https://one.invalid:6443" } }
        - { name: b, cluster: { server: "https://two.invalid/prefix", tls-server-name: api.invalid } }
        - { name: everywhere, cluster: { server: "https://0.0.0.0:6443", insecure-skip-tls-verify: true, unknown: [1, { 2: 3 }] } }
        users:
        - { name: u, user: { token: secret } }
        - { name: basic, user: { username: me, password: secret } }
        - { name: nobody, user: {} }
        - { name: empty }
        - { name: legacy, user: { auth-provider: { name: gcp, config: { access-token: x } } } }
        - { name: other, user: { token: secret, as: root } }
        contexts:
        - { name: first, context: { cluster: a, user: u } }
        - { name: second, context: { cluster: b, user: u, namespace: team } }
        - { name: FIRST, context: { cluster: everywhere, user: basic } }
        - { name: anonymous, context: { cluster: a } }
        - { name: no-cluster, context: { cluster: c, user: u } }
        - { name: no-user, context: { cluster: a, user: v } }
        - { name: names-none, context: { user: u } }
        - { name: nobody, context: { cluster: a, user: nobody } }
        - { name: empty, context: { cluster: a, user: empty } }
        - { name: legacy, context: { cluster: a, user: legacy } }
        - { name: other, context: { cluster: a, user: other } }
        extensions:
        - { name: tool, extension: { deep: [x, y] } }
        """;

    [Fact]
    public void A_context_names_its_cluster_user_and_namespace()
    {
        var configuration = Build(Usual);

        configuration.CurrentContext.ShouldBe("second");
        configuration.Host.ShouldBe("https://two.invalid/prefix");
        configuration.TlsServerName.ShouldBe("api.invalid");
        configuration.Namespace.ShouldBe("team");
        configuration.AccessToken.ShouldBe("secret");
        configuration.SkipTlsVerify.ShouldBeFalse();
    }

    [Fact]
    public void Another_context_and_another_address_can_be_asked_for()
    {
        var configuration = Build(Usual, "FIRST");
        configuration.Host.ShouldBe("https://127.0.0.1:6443/");
        (configuration.Username, configuration.Password, configuration.SkipTlsVerify).ShouldBe(("me", "secret", true));
        Build(Usual, "First").Host.ShouldBe("https://one.invalid:6443/");
        KubernetesClientConfiguration.BuildConfigFromConfigObject(Load(Usual), masterUrl: "https://three.invalid").Host.ShouldBe("https://three.invalid");
        Build(Usual, "anonymous").AccessToken.ShouldBeNull();
    }

    [Theory]
    [InlineData("third", "has no context third")]
    [InlineData("no-cluster", "has no cluster c, which the context no-cluster names")]
    [InlineData("no-user", "has no user v, which the context no-user names")]
    [InlineData("names-none", "the context names-none names no cluster")]
    [InlineData("nobody", "users[2].user has no usable credentials")]
    [InlineData("empty", "the user empty is empty")]
    [InlineData("legacy", "users[4].user.auth-provider is not supported: use a credential program")]
    [InlineData("other", "users[5].user.as is not supported")]
    public void What_a_context_lacks_is_named(string context, string problem)
    {
        Should.Throw<KubeConfigException>(() => Build(Usual, context)).Message.ShouldContain(problem);
    }

    [Fact]
    public void Everything_else_is_kept()
    {
        var file = Load(Usual);

        file.Preferences!["colors"].ShouldBe("true");
        file.Extensions!.Single().Name.ShouldBe("tool");
        ((Dictionary<string, object>)file.Extensions!.Single().Extension!)["deep"].ShouldBe(new List<object> { "x", "y" });
        file.Users.Single(user => user.Name == "legacy").UserCredentials!.AuthProvider!.Config!["access-token"].ShouldBe("x");
    }

    [Fact]
    public void JSON_an_anchor_and_a_byte_order_mark_are_fine()
    {
        Build("{\"current-context\":\"c\",\"clusters\":[{\"name\":\"a\",\"cluster\":{\"server\":\"http://a.invalid\"}}],\"contexts\":[{\"name\":\"c\",\"context\":{\"cluster\":\"a\"}}]}")
            .Host.ShouldBe("http://a.invalid/");
        Build("\uFEFFcurrent-context: c\nclusters: [{name: a, cluster: &x {server: http://a.invalid}}, {name: b, cluster: *x}]\ncontexts: [{name: c, context: {cluster: b}}]")
            .Host.ShouldBe("http://a.invalid/");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n# nothing\n")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("clusters:\ncontexts: ~\nusers: null")]
    public void Nothing_is_a_kubeconfig_without_context(string text)
    {
        Load(text).Contexts.ShouldBeEmpty();
        Should.Throw<KubeConfigException>(() => Build(text)).Message.ShouldContain("names no current context");
    }

    [Theory]
    [InlineData("just words", "is not a map")]
    [InlineData("- a\n- b", "is not a map")]
    [InlineData("a: [", "is not YAML: syntax error in line")]
    [InlineData("a: b: c", "is not YAML: syntax error in line 1")]
    [InlineData("users:\n- name: u\n  user:\n    token: TOPSECRET\n   password: TOPSECRET", "is not YAML: syntax error in line 5")]
    [InlineData("kind: Secret", "kind (line 1) is not Config")]
    [InlineData("apiVersion: v2", "apiVersion (line 1) is not v1")]
    [InlineData("clusters: yes", "clusters (line 1) is not a list")]
    [InlineData("clusters: [1]", "clusters[0] (line 1) is not a map")]
    [InlineData("clusters: [{cluster: {}}]", "clusters[0].name is missing")]
    [InlineData("users:\n- {name: a, user: {token: x}}\n- {name: a, user: {token: y}}", "users[1].name is the name of another one, too")]
    [InlineData("users:\n- name: a\n  user: {token: x, token: TOPSECRET}", "users[0].user.token (line 3) is there twice")]
    [InlineData("users: [{name: a, user: {token: [TOPSECRET]}}]", "users[0].user.token (line 1) is not a text")]
    [InlineData("users: [{name: a, user: TOPSECRET}]", "users[0].user (line 1) is not a map")]
    [InlineData("users: [{name: a, user: {exec: {args: TOPSECRET}}}]", "users[0].user.exec.args (line 1) is not a list")]
    [InlineData("clusters: [{name: a, cluster: {insecure-skip-tls-verify: maybe}}]", "insecure-skip-tls-verify (line 1) is neither true nor false")]
    [InlineData("clusters: *none", "clusters (line 1) refers to an anchor that is not there")]
    [InlineData("users: &a [*a]", "refers to an anchor that is not there")]
    [InlineData("{a: b}: c", "has a key that is not a text")]
    [InlineData("a: b\n---\nc: d", "holds more than one YAML document")]
    [InlineData("a: \"\0\"", "is not a text: it has NUL bytes")]
    public void What_is_no_kubeconfig_is_refused_by_place_and_without_quoting(string text, string problem)
    {
        var message = Should.Throw<KubeConfigException>(() => Load(text)).ToString();

        message.ShouldContain(problem);
        message.ShouldNotContain("TOPSECRET");
    }

    [Fact]
    public void Bombs_do_not_go_off()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var level = 1; level < 30; level++)
        {
            bomb.Append($"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]\n");
        }

        string[] hostile = [bomb.ToString(), new string('[', 1_000_000), string.Concat(Enumerable.Repeat("{a: ", 500_000)), string.Concat(Enumerable.Repeat("- ", 500_000)), "a: [" + string.Concat(Enumerable.Repeat("x,", 500_000)) + "]"];
        foreach (var text in hostile)
        {
            var began = Stopwatch.GetTimestamp();
            Should.Throw<KubeConfigException>(() => Load(text));
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(60));
        }
    }

    [Fact]
    public void Files_that_cannot_be_read_are_named()
    {
        using var scratch = new Scratch();
        Should.Throw<KubeConfigException>(() => KubernetesClientConfiguration.LoadKubeConfig(scratch.File("none"))).Message.ShouldBe($"{scratch.File("none")} cannot be read: there is no such file.");
        Should.Throw<KubeConfigException>(() => KubernetesClientConfiguration.LoadKubeConfig(scratch.Directory)).Message.ShouldBe($"{scratch.Directory} cannot be read: it is a directory.");
        var large = scratch.Write("large", new string('#', BoundedFile.MaximumBytes + 1));
        Should.Throw<KubeConfigException>(() => KubernetesClientConfiguration.LoadKubeConfig(large)).Message.ShouldBe($"{large} is larger than {BoundedFile.MaximumBytes} bytes.");
        Should.Throw<KubeConfigException>(() => KubernetesClientConfiguration.LoadKubeConfig("/dev/zero")).Message.ShouldContain("/dev/zero is larger than");
        File.WriteAllBytes(scratch.File("latin1"), [0x61, 0x3a, 0x20, 0xe4]);
        Should.Throw<KubeConfigException>(() => KubernetesClientConfiguration.LoadKubeConfig(scratch.File("latin1"))).Message.ShouldBe($"{scratch.File("latin1")} is not a text in UTF-8.");
    }

    [Theory]
    [InlineData("", "server is missing")]
    [InlineData("not an address", "server is not an address with http or https")]
    [InlineData("ftp://a.invalid", "server is not an address with http or https")]
    [InlineData("file:///etc/passwd", "server is not an address with http or https")]
    public void Addresses_must_be_of_the_web(string server, string problem)
    {
        Should.Throw<KubeConfigException>(() => Build($"current-context: c\nclusters: [{{name: a, cluster: {{server: '{server}'}}}}]\ncontexts: [{{name: c, context: {{cluster: a}}}}]"))
            .Message.ShouldContain("clusters[0].cluster." + problem);
    }

    [Fact]
    public void Of_several_files_the_first_that_says_something_wins_and_paths_start_at_their_own_file()
    {
        using var scratch = new Scratch();
        using var authority = TestAuthority.Create();
        scratch.Write("two/ca.pem", authority.Pem);
        var one = scratch.Write("one/config", "users: [{name: u, user: {token: first}}]\ncontexts: [{name: c, context: {cluster: a, user: u}}]");
        var two = scratch.Write("two/config", "current-context: c\nclusters: [{name: a, cluster: {server: 'https://a.invalid', certificate-authority: ca.pem}}]\nusers: [{name: u, user: {token: second}}]");
        string? Variable(string name) => name == "KUBECONFIG" ? $"{one}:{two}" : null;

        var configuration = KubernetesClientConfiguration.BuildDefaultConfig(new Surroundings(Variable, scratch.Directory));

        configuration.Host.ShouldBe("https://a.invalid/");
        configuration.AccessToken.ShouldBe("first");
        configuration.SslCaCerts!.Single().Subject.ShouldBe("CN=root");
    }

    [Fact]
    public void By_default_it_is_the_home_directory_then_the_service_account_then_this_machine()
    {
        using var scratch = new Scratch();
        using var authority = TestAuthority.Create();
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal) { ["HOME"] = scratch.Directory };
        var surroundings = new Surroundings(variables.GetValueOrDefault, scratch.File("account"));
        KubernetesClientConfiguration.BuildDefaultConfig(surroundings).Host.ShouldBe("http://localhost:8080");
        Should.Throw<KubeConfigException>(() => KubernetesClientConfiguration.InClusterConfig(surroundings)).Message.ShouldContain("Not in a pod");

        scratch.Write("account/token", "pod-token\n");
        scratch.Write("account/ca.crt", authority.Pem);
        scratch.Write("account/namespace", "mine\n");
        variables["KUBERNETES_SERVICE_HOST"] = "fd00::1";
        variables["KUBERNETES_SERVICE_PORT"] = "443";
        var pod = KubernetesClientConfiguration.BuildDefaultConfig(surroundings);
        (pod.Host, pod.Namespace).ShouldBe(("https://[fd00::1]:443", "mine"));
        pod.SslCaCerts!.Count.ShouldBe(1);

        scratch.Write(".kube/config", Usual);
        KubernetesClientConfiguration.BuildDefaultConfig(surroundings).CurrentContext.ShouldBe("second");
    }

    private static KubeConfigModels.K8SConfiguration Load(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return KubernetesClientConfiguration.LoadKubeConfig(stream);
    }

    private static KubernetesClientConfiguration Build(string text, string? context = null) =>
        KubernetesClientConfiguration.BuildConfigFromConfigObject(Load(text), context);
}
