using Microsoft.Extensions.Logging.Abstractions;
using Pipelines.Activities.Clusters.Kubernetes;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Kubernetes;
using Pipelines.TestClusters;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

/// <summary>An app of a test on the real cluster, with the driver that runs it; disposing of it removes its namespace.</summary>
internal sealed class AppOnCluster : IAsyncDisposable
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

    public string Id { get; }

    public string Busybox { get; }

    public FakeIngress Ingress { get; } = new();

    public KubernetesApi Api { get; }

    public KubernetesCluster Driver { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<AppOnCluster> StartAsync(Func<KubernetesOptions, KubernetesOptions>? configure = null)
    {
        var cluster = await TestCluster.RequireAsync(ClusterNeeds.Everything);
        var defaults = new KubernetesOptions { ImageRegistry = cluster.Registry, Gateway = GatewayKind.Platform };
        return new AppOnCluster(cluster, s_busybox ??= await ResolveAsync(cluster, "busybox"), configure?.Invoke(defaults) ?? defaults);
    }

    /// <summary>Another process that drives the same cluster.</summary>
    public KubernetesCluster NewDriver(IKubernetesApi api, TimeProvider? time = null) => new(api, Ingress, options, time ?? TimeProvider.System, NullLoggerFactory.Instance);

    /// <summary>A service that answers its release's id on port 8080.</summary>
    public ReleaseComponent Web(string releaseId, string name = "web") => Worker($"mkdir /tmp/www; echo -n {releaseId} >/tmp/www/index.html; exec httpd -f -p 8080 -h /tmp/www", name) with
    {
        Kind = ComponentKind.Service,
        HttpPort = 8080,
        Readiness = new HealthProbe("/", 8080, 0, 1, 1, 1, 20),
    };

    public ReleaseComponent Worker(string command, string name = "work") => new()
    {
        Name = name,
        Kind = ComponentKind.Worker,
        Image = Busybox,
        RunCommand = command,
        CpuMillicores = 100,
        MemoryBytes = 64L << 20,
        DrainSeconds = 0,
        GracePeriodSeconds = 1,
    };

    public Release Release(string id, params ReleaseComponent[] components) => new()
    {
        Id = id,
        AppId = Id,
        AppName = "shop",
        Components = components,
        Rules = [.. components.Where(component => component.HttpPort > 0).Select(component => new IngressRule
        {
            Match = new IngressMatch { Path = new StringMatch { Prefix = "/" } },
            Component = new ComponentRoute { Name = component.Name },
        })],
    };

    public JobRun Job(string key, string command) => new() { Key = key, AppId = Id, ReleaseId = "r1", Component = Worker(command, "job") with { Kind = ComponentKind.Job } };

    /// <summary>Waits until a release is in one of some states.</summary>
    public async Task<ReleaseStatus> UntilAsync(string releaseId, params ReleaseState[] states)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        ReleaseStatus? last = null;
        try
        {
            await foreach (var status in Driver.WatchReleaseAsync(Id, releaseId, limit.Token))
            {
                last = status;
                if (states.Contains(status.State))
                {
                    return status;
                }
            }
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            // Told below.
        }

        throw new TimeoutException($"release {releaseId} is {last?.State}, not {string.Join(" or ", states)}: {string.Join("; ", last?.Components.Select(each => each.ToString()) ?? [])}");
    }

    /// <summary>What stands in the app's namespace: kind/name of everything the platform has made.</summary>
    public async Task<IReadOnlyList<string>> ObjectsAsync(string kinds = "deployments,services,secrets,jobs,pods,networkpolicies,resourcequotas,serviceaccounts")
    {
        var names = await Cluster.KubectlAsync(["get", kinds, "-n", "app-" + Id, "-l", "app.kubernetes.io/managed-by=pipelines", "-o", "name"], cancellation: Cancellation);
        return [.. names.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
    }

    public async ValueTask DisposeAsync()
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
