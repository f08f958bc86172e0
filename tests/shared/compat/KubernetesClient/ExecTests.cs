using System.Text.Json.Nodes;
using k8s.Authentication;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace k8s;

/// <summary>Credential programs, as real programs.</summary>
[Collection(nameof(ExecTests))]
public sealed class ExecTests : IDisposable
{
    private const string V1 = "client.authentication.k8s.io/v1";
    private const string V1Beta1 = "client.authentication.k8s.io/v1beta1";

    private readonly Scratch scratch = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(V1)]
    [InlineData(V1Beta1)]
    public async Task A_program_yields_a_token_once_until_it_expires(string version)
    {
        scratch.WriteProgram("bin/plugin", $$"""
            echo x >> "{{scratch.File("runs")}}"
            printf '{"apiVersion":"{{version}}","kind":"ExecCredential","status":{"token":"%s-%s","expirationTimestamp":"2030-01-01T00:10:00Z"} }' "$1" "$NAME"
            """);
        var time = new SettableTime { Now = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        var exec = new ExternalExecution { ApiVersion = version, Command = scratch.File("bin/plugin"), Arguments = ["$(id) `id`; *"], EnvironmentVariables = [new() { ["name"] = "NAME", ["value"] = "me" }] };
        var provider = new ExecTokenProvider(exec, null, time);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => provider.GetAuthenticationHeaderAsync(Cancellation)));
        (await provider.GetAuthenticationHeaderAsync(Cancellation)).ToString().ShouldBe("Bearer $(id) `id`; *-me");
        Runs().ShouldBe(1);

        time.Now = time.Now.AddMinutes(9.4);
        await provider.GetAuthenticationHeaderAsync(Cancellation);
        Runs().ShouldBe(1);
        time.Now = time.Now.AddMinutes(0.2);
        await provider.GetAuthenticationHeaderAsync(Cancellation);
        Runs().ShouldBe(2);
    }

    [Fact]
    public async Task A_kubeconfig_runs_the_program_beside_it_and_tells_it_of_the_cluster()
    {
        scratch.WriteProgram("plugin", $$"""
            printf '%s' "$KUBERNETES_EXEC_INFO" > "{{scratch.File("info")}}"
            cat > "{{scratch.File("input")}}"
            echo x >> "{{scratch.File("runs")}}"
            echo '{"apiVersion":"{{V1}}","kind":"ExecCredential","status":{"token":"abc"} }'
            """);
        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(Config("command: ./plugin, provideClusterInfo: true, interactiveMode: Never"));

        using var client = new Kubernetes(configuration);
        using var request = new HttpRequestMessage();
        await client.Credentials!.ProcessHttpRequestAsync(request, Cancellation);

        request.Headers.Authorization!.ToString().ShouldBe("Bearer abc");
        Runs().ShouldBe(1);
        File.ReadAllText(scratch.File("input")).ShouldBeEmpty();
        JsonNode.Parse(File.ReadAllText(scratch.File("info")))!.ToJsonString().ShouldBe(
            new JsonObject { ["apiVersion"] = V1, ["kind"] = "ExecCredential", ["spec"] = new JsonObject { ["interactive"] = false, ["cluster"] = new JsonObject { ["server"] = "https://a.invalid", ["tls-server-name"] = "api" } } }.ToJsonString());
    }

    [Fact]
    public void A_program_may_yield_a_certificate()
    {
        using var authority = TestAuthority.Create();
        using var identity = authority.Issue("me");
        var status = new JsonObject
        {
            ["clientCertificateData"] = identity.ExportCertificatePem(),
            ["clientKeyData"] = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(identity)!.ExportPkcs8PrivateKeyPem(),
        };
        scratch.Write("answer", new JsonObject { ["apiVersion"] = V1, ["kind"] = "ExecCredential", ["status"] = status }.ToJsonString());
        scratch.WriteProgram("plugin", $"cat {scratch.File("answer")}");

        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(Config("command: ./plugin"));

        configuration.TokenProvider.ShouldBeNull();
        using var client = new Kubernetes(configuration);
        client.Credentials.ShouldBeNull();
    }

    [Theory]
    [InlineData("exit 3", "failed with exit code 3")]
    [InlineData("echo please log in >&2; exit 1", "failed with exit code 1: please log in")]
    [InlineData("head -c 100000 /dev/zero | tr '\\0' e >&2; exit 1", "failed with exit code 1: eeee")]
    [InlineData("echo TOPSECRET", "did not print an ExecCredential in JSON")]
    [InlineData("echo '{\"token\":\"TOPSECRET\"'", "did not print an ExecCredential in JSON")]
    [InlineData("true", "did not print an ExecCredential in JSON")]
    [InlineData("echo null", "did not print an ExecCredential in JSON")]
    [InlineData("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"status\":{\"token\":\"TOPSECRET\"}}'", "answered in another version")]
    [InlineData("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\"}'", "printed neither a token nor a certificate")]
    [InlineData("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"clientKeyData\":\"TOPSECRET\"}}'", "printed neither a token nor a certificate")]
    [InlineData("yes TOPSECRET", "printed more than")]
    public void A_program_that_yields_nothing_is_named_without_its_output(string script, string problem)
    {
        scratch.WriteProgram("plugin", script);

        var message = Should.Throw<KubeConfigException>(() => KubernetesClientConfiguration.BuildConfigFromConfigFile(Config("command: ./plugin"))).ToString();

        message.ShouldContain($"The credential program {scratch.File("./plugin")} {problem}");
        message.ShouldNotContain("TOPSECRET");
        message.Length.ShouldBeLessThan(5000);
    }

    [Fact]
    public void A_program_that_never_ends_is_ended_with_its_children()
    {
        scratch.WriteProgram("plugin", $"echo $$ > {scratch.File("pid")}; sleep 1000 & sleep 1000");
        var usual = KubernetesClientConfiguration.ExecTimeout;
        KubernetesClientConfiguration.ExecTimeout = TimeSpan.FromMilliseconds(500);
        try
        {
            Should.Throw<KubeConfigException>(() => KubernetesClientConfiguration.BuildConfigFromConfigFile(Config("command: ./plugin"))).Message.ShouldContain("did not end within");
        }
        finally
        {
            KubernetesClientConfiguration.ExecTimeout = usual;
        }

        // Killed, and perhaps not yet collected by its parent.
        var state = $"/proc/{File.ReadAllText(scratch.File("pid")).Trim()}/stat";
        (!File.Exists(state) || File.ReadAllText(state).Contains(") Z ")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("command: none-of-this-name, installHint: 'Get it at example.'", "The credential program none-of-this-name cannot be started: is it installed? Get it at example.")]
    [InlineData("args: [x]", "users[0].user.exec.command is missing")]
    [InlineData("command: x, env: [{name: A=B, value: TOPSECRET}]", "users[0].user.exec.env has a variable without a usable name")]
    [InlineData("command: x, env: [{value: TOPSECRET}]", "users[0].user.exec.env has a variable without a usable name")]
    public void A_program_that_cannot_be_run_is_named(string exec, string problem)
    {
        var message = Should.Throw<KubeConfigException>(() => KubernetesClientConfiguration.BuildConfigFromConfigFile(Config(exec))).ToString();

        message.ShouldContain(problem);
        message.ShouldNotContain("TOPSECRET");
    }

    [Fact]
    public void Versions_that_nobody_speaks_any_more_are_refused()
    {
        var config = Config("command: x").Replace(V1, "client.authentication.k8s.io/v1alpha1", StringComparison.Ordinal);
        File.WriteAllText(config, File.ReadAllText(config).Replace(V1, "client.authentication.k8s.io/v1alpha1", StringComparison.Ordinal));

        Should.Throw<KubeConfigException>(() => KubernetesClientConfiguration.BuildConfigFromConfigFile(config)).Message.ShouldContain("users[0].user.exec.apiVersion is not one of");
    }

    public void Dispose() => scratch.Dispose();

    private int Runs() => File.ReadAllLines(scratch.File("runs")).Length;

    private string Config(string exec) => scratch.Write("config", $$"""
        current-context: c
        clusters: [{name: a, cluster: {server: "https://a.invalid", tls-server-name: api} }]
        users: [{name: u, user: {exec: {apiVersion: {{V1}}, {{exec}} } } }]
        contexts: [{name: c, context: {cluster: a, user: u} }]
        """);

    private sealed class SettableTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
