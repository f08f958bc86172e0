using k8s.Exceptions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Pipelines.Kubernetes.Tests.Faults;
using Pipelines.Kubernetes.Tests.RealCluster;

namespace Pipelines.Kubernetes.Tests;

public sealed class ConnectionTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("connection-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_configured_files_and_context_are_used_and_the_address_may_have_a_path()
    {
        await using var server = await FaultServer.StartAsync();
        Write("users", "users: [{name: u, user: {token: secret}}]\ncontexts: [{name: c, context: {cluster: a, user: u}}]");
        Write("clusters", $"current-context: other\nclusters: [{{name: a, cluster: {{server: '{server.Address}/k8s/clusters/c-1'}}}}]");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Pipelines:Kubernetes:Kubeconfig"] = $"{Path.Combine(directory, "none")}:{Path.Combine(directory, "users")}:{Path.Combine(directory, "clusters")}",
            ["Pipelines:Kubernetes:Context"] = "c",
        }).Build();
        string? authorization = null;
        server.Then(context =>
        {
            authorization = context.Request.Headers.Authorization;
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });

        await using var services = new ServiceCollection().AddKubernetesApi(configuration).BuildServiceProvider();
        var api = services.GetRequiredService<IKubernetesApi>();

        (await api.GetAsync(Manifests.ConfigMap, "s", "one", Cancellation)).ShouldBeNull();
        server.Seen[0].Path.ShouldBe("/k8s/clusters/c-1/api/v1/namespaces/s/configmaps/one");
        authorization.ShouldBe("Bearer secret");
    }

    [Fact]
    public void What_is_configured_wrong_is_said_before_anything_is_asked()
    {
        Should.Throw<KubeConfigException>(() => KubernetesApi.Connect(new() { Kubeconfig = Path.Combine(directory, "none") })).Message.ShouldContain("there is no such file");
        Should.Throw<KubeConfigException>(() => KubernetesApi.Connect(new() { Kubeconfig = "/none/a:/none/b" })).Message.ShouldBe("None of the kubeconfig files exists: /none/a:/none/b");
        Write("config", "clusters: []");
        Should.Throw<KubeConfigException>(() => KubernetesApi.Connect(new() { Kubeconfig = Path.Combine(directory, "config"), Context = "c" })).Message.ShouldContain("has no context c");
    }

    [Fact]
    public async Task A_token_file_that_is_gone_is_no_credential()
    {
        await using var server = await FaultServer.StartAsync();
        var configuration = new k8s.KubernetesClientConfiguration { Host = server.Address, TokenProvider = new k8s.Authentication.TokenFileAuth(Path.Combine(directory, "token")) };
        using var api = new KubernetesApi(configuration, new KubernetesLimits(), TimeProvider.System, NullLogger.Instance);

        var refused = await Should.ThrowAsync<KubernetesException>(() => api.GetAsync(Manifests.ConfigMap, "s", "one", Cancellation));

        (refused.StatusCode, refused.Reason).ShouldBe((401, "Unauthorized"));
        server.Seen.ShouldBeEmpty();
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(directory, name), text);
}
