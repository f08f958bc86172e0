using System.Net.Http.Headers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Pipelines.Activities.Clusters.Kubernetes;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Activities.Clusters.Local;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Kubernetes;
using Pipelines.TestClusters;

namespace Pipelines.Benchmarks.Kubernetes;

/// <summary>The test cluster, through the platform's driver and beside it.</summary>
internal sealed class BenchmarkCluster : IAsyncDisposable
{
    private const int Port = 8080;
    private readonly ServiceProvider _services;
    private readonly LocalCluster _node;
    private readonly string _image;

    private BenchmarkCluster(ServiceProvider services, LocalCluster node, KubernetesOptions options, string kubeconfig, string image)
    {
        (_services, _node, _image, Kubeconfig) = (services, node, image, kubeconfig);
        Api = services.GetRequiredService<IKubernetesApi>();
        Driver = new KubernetesCluster(Api, node, options, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public string Kubeconfig { get; }

    public IKubernetesApi Api { get; }

    public KubernetesCluster Driver { get; }

    /// <summary>Gets what turns releases into manifests, for this cluster.</summary>
    public required ManifestRenderer Renderer { get; init; }

    /// <summary>Finds the cluster; null where there is none.</summary>
    public static async Task<BenchmarkCluster?> FindAsync(CancellationToken cancellation)
    {
        if (ClusterLocation.Find() is not { Registry: { } registry } location)
        {
            return null;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Pipelines:Kubernetes:Kubeconfig", location.Kubeconfig)]).Build();
        var services = new ServiceCollection().AddKubernetesApi(configuration).BuildServiceProvider();

        // Nothing here comes through the platform's own ingress: its node is never asked.
        var options = new KubernetesOptions { Gateway = GatewayKind.Ingress, IngressClass = "bench", ImageRegistry = registry };
        var node = new LocalCluster(new LocalClusterOptions { DataDirectory = Path.GetTempPath() }, TimeProvider.System, NullLoggerFactory.Instance);
        var catalog = await services.GetRequiredService<IKubernetesApi>().GetCatalogAsync(cancellation);
        return new BenchmarkCluster(services, node, options, location.Kubeconfig, await FindImageAsync(registry, cancellation))
        {
            Renderer = new ManifestRenderer(ClusterProfile.From(catalog, options, ["bench"]), options),
        };
    }

    /// <summary>A release of an app with one service, which listens at once.</summary>
    public Release Release(string app, string id) => new()
    {
        Id = id,
        AppId = app,
        AppName = app,
        Components =
        [
            new ReleaseComponent
            {
                Name = "web",
                Kind = ComponentKind.Service,
                Image = _image,
                RunCommand = $"exec httpd -f -p {Port} -h /bin",
                Environment = new Dictionary<string, string> { ["RELEASE"] = id },
                CpuMillicores = 500,
                MemoryBytes = 64 << 20,
                HttpPort = Port,
                Readiness = new HealthProbe(null, Port, 0, 1, 1, 1, 30),
                DrainSeconds = 0,
                GracePeriodSeconds = 1,
            },
        ],
        Rules = [new IngressRule { Match = new IngressMatch { Path = new StringMatch { Prefix = "/" } }, Component = new ComponentRoute { Name = "web" } }],
    };

    public async ValueTask DisposeAsync()
    {
        _node.Dispose();
        await _services.DisposeAsync();
    }

    private static async Task<string> FindImageAsync(string registry, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri($"http://{registry}/v2/busybox/manifests/1"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.oci.image.manifest.v1+json"));
        using var answer = await http.SendAsync(request, cancellation);
        return $"busybox@{answer.EnsureSuccessStatusCode().Headers.GetValues("Docker-Content-Digest").Single()}";
    }
}
