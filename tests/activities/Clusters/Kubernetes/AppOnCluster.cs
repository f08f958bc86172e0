using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Pipelines.Activities.Clusters.Kubernetes;
using Pipelines.Clusters;
using Pipelines.Kubernetes;
using Pipelines.TestClusters;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

/// <summary>An app of a test on the real cluster, with the driver that runs it; disposing of it removes its namespace.</summary>
internal sealed class AppOnCluster : ClusterUnderTest
{
    private static string? s_busybox;
    private readonly TestNamespace space;
    private readonly KubernetesOptions options;

    private AppOnCluster(TestCluster cluster, string busybox, KubernetesOptions options)
    {
        Cluster = cluster;
        Busybox = busybox;
        this.options = options;
        Id = "drv" + Guid.NewGuid().ToString("n")[..10];
        space = cluster.Namespace("app-" + Id);
        Api = KubernetesApi.Connect(new KubernetesConnectionOptions { Kubeconfig = cluster.Kubeconfig }, TimeProvider.System, NullLogger<KubernetesApi>.Instance);
        Driver = NewDriver(Api);
    }

    public TestCluster Cluster { get; }

    public override string Id { get; }

    public FakeIngress Ingress { get; } = new();

    public KubernetesApi Api { get; }

    public override KubernetesCluster Driver { get; }

    protected override string Busybox { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<AppOnCluster> StartAsync(Func<KubernetesOptions, KubernetesOptions>? configure = null)
    {
        var cluster = await TestCluster.RequireAsync(ClusterNeeds.Everything);
        var defaults = new KubernetesOptions { ImageRegistry = cluster.Registry, Gateway = GatewayKind.Platform };
        return new AppOnCluster(cluster, s_busybox ??= await ResolveAsync(cluster, "busybox"), configure?.Invoke(defaults) ?? defaults);
    }

    /// <summary>Another process that drives the same cluster.</summary>
    public KubernetesCluster NewDriver(IKubernetesApi api, TimeProvider? time = null) => new(api, Ingress, options, time ?? TimeProvider.System, NullLoggerFactory.Instance);

    public override Release Release(string id, params ReleaseComponent[] components) => base.Release(id, components) with { AppName = "shop" };

    /// <summary>Asks what the ingress is told to lead to; and looks that the name of a component leads there too.</summary>
    public override async Task<string?> AskAsync()
    {
        if (Ingress.Routed is not { } routed)
        {
            return null;
        }

        var service = JsonNode.Parse(await Cluster.KubectlAsync(["get", "service", "web", "-n", "app-" + Id, "-o", "json"], cancellation: Cancellation))!;
        service["spec"]!["selector"]!["pipelines.dev/release"]!.GetValue<string>().ShouldBe(routed);
        using var http = new HttpClient();
        return await http.GetStringAsync(Ingress.Releases[routed].Components.Single().Upstream, Cancellation);
    }

    /// <summary>What stands in the app's namespace: kind/name of everything the platform has made.</summary>
    public async Task<IReadOnlyList<string>> ObjectsAsync(string kinds = "deployments,services,secrets,jobs,pods,networkpolicies,resourcequotas,serviceaccounts")
    {
        var names = await Cluster.KubectlAsync(["get", kinds, "-n", "app-" + Id, "-l", "app.kubernetes.io/managed-by=pipelines", "-o", "name"], cancellation: Cancellation);
        return [.. names.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
    }

    public override async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await space.DisposeAsync();
    }

    /// <summary>Finds the digest of an image that the tests' registry has.</summary>
    public static async Task<string> ResolveAsync(TestCluster cluster, string name)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Head, $"http://{cluster.Registry}/v2/{name}/manifests/1");
        request.Headers.Accept.ParseAdd("application/vnd.oci.image.manifest.v1+json");
        request.Headers.Accept.ParseAdd("application/vnd.docker.distribution.manifest.v2+json");
        using var answer = await http.SendAsync(request, Cancellation);
        return $"{name}@" + answer.EnsureSuccessStatusCode().Headers.GetValues("Docker-Content-Digest").Single();
    }
}
