using k8s.Authentication;
using k8s.Exceptions;

namespace k8s;

public sealed class TokenTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_file_is_read_anew_when_it_changes_by_whatever_means()
    {
        using var scratch = new Scratch();
        scratch.Write("v1/token", "one\n");
        scratch.Write("v2/token", "two\n");
        Directory.CreateSymbolicLink(scratch.File("data"), scratch.File("v1"));
        File.CreateSymbolicLink(scratch.File("token"), "data/token");
        var config = scratch.Write("config", """
            current-context: c
            clusters: [{name: a, cluster: {server: "https://a.invalid"}}]
            users: [{name: u, user: {tokenFile: token, token: none}}]
            contexts: [{name: c, context: {cluster: a, user: u}}]
            """);
        var credentials = Kubernetes.CreateCredentials(KubernetesClientConfiguration.BuildConfigFromConfigFile(config));
        (await AskAsync(credentials)).ShouldBe("Bearer one");

        // As the kubelet renews it: by another target of a link.
        Directory.Delete(scratch.File("data"));
        Directory.CreateSymbolicLink(scratch.File("data"), scratch.File("v2"));
        (await AskAsync(credentials)).ShouldBe("Bearer two");

        // As a shell does, in place, and for a moment it is empty or gone.
        scratch.Write("v2/token", string.Empty);
        (await AskAsync(credentials)).ShouldBe("Bearer two");
        File.Delete(scratch.File("v2/token"));
        (await AskAsync(credentials)).ShouldBe("Bearer two");
        scratch.Write("v2/token", "three");
        (await AskAsync(credentials)).ShouldBe("Bearer three");
    }

    [Fact]
    public async Task A_token_file_that_never_held_one_is_named()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("token", " \n");
        (await Should.ThrowAsync<KubeConfigException>(() => AskAsync(new TokenCredentials(new TokenFileAuth(file))))).Message.ShouldBe($"The token file {file} is empty.");
        scratch.Write("token", "TOPSECRET\nTOPSECRET");
        var message = (await Should.ThrowAsync<KubeConfigException>(() => AskAsync(new TokenCredentials(new TokenFileAuth(file))))).ToString();
        message.ShouldContain("does not hold a token");
        message.ShouldNotContain("TOPSECRET");
        (await Should.ThrowAsync<KubeConfigException>(() => AskAsync(new TokenCredentials(new TokenFileAuth(scratch.File("none")))))).Message.ShouldContain("there is no such file");
    }

    [Fact]
    public void A_provider_comes_before_a_token_and_a_token_before_a_password()
    {
        var configuration = new KubernetesClientConfiguration();
        Kubernetes.CreateCredentials(configuration).ShouldBeNull();
        configuration.Username = "me";
        Kubernetes.CreateCredentials(configuration).ShouldBeOfType<BasicAuthenticationCredentials>();
        configuration.AccessToken = "token";
        Kubernetes.CreateCredentials(configuration).ShouldBeOfType<TokenCredentials>();
        Should.Throw<ArgumentNullException>(() => new TokenCredentials(string.Empty));
    }

    private static async Task<string?> AskAsync(ServiceClientCredentials? credentials)
    {
        using var request = new HttpRequestMessage();
        await credentials!.ProcessHttpRequestAsync(request, Cancellation);
        return request.Headers.Authorization?.ToString();
    }
}
