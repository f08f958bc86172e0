using System.Globalization;
using System.Net;
using Pipelines.TestClusters;

namespace Pipelines.EndToEnd.Kubernetes;

/// <summary>What a platform needs to build on the test cluster: a builder image, a way from pods to the registry, a namespace of its own.</summary>
internal sealed class ClusterBuilds : IAsyncDisposable
{
    private readonly PodSideForwarder _registry;
    private readonly TestNamespace _namespace;
    private readonly string _image;

    private ClusterBuilds(TestCluster cluster, IPAddress nodeAddress, string image)
    {
        (Cluster, NodeAddress, _image) = (new ClusterView(cluster), nodeAddress, image);
        _namespace = cluster.NewNamespace("builds");
        _registry = PodSideForwarder.Start(nodeAddress, cluster.Registry);
    }

    public ClusterView Cluster { get; }

    /// <summary>Gets the address at which pods reach this machine.</summary>
    public IPAddress NodeAddress { get; }

    /// <summary>Gets the namespace of builds, which the platform makes.</summary>
    public string Namespace => _namespace.Name;

    /// <summary>Finds the cluster and makes what is missing, or skips the test.</summary>
    public static async Task<ClusterBuilds> StartAsync()
    {
        var cluster = await TestCluster.RequireAsync(ClusterNeeds.Everything);
        var address = await PodSideForwarder.FindNodeAddressAsync(cluster, TestContext.Current.CancellationToken);
        return new ClusterBuilds(cluster, address, await BuilderImage.MakeAsync(cluster));
    }

    /// <summary>The platform's address as pods reach it.</summary>
    public string PlatformUrl(int port) => string.Create(CultureInfo.InvariantCulture, $"http://{NodeAddress}:{port}");

    /// <summary>The settings of a platform, as environment variables.</summary>
    public IReadOnlyDictionary<string, string?> Settings(int port) => new Dictionary<string, string?>
    {
        ["Pipelines__Builds__Driver"] = "Kubernetes",
        ["Pipelines__Builds__MemoryBytes"] = $"{512 << 20}",
        ["Pipelines__Builds__MaxWorkspaceBytes"] = $"{1 << 30}",
        ["Pipelines__Builds__Kubernetes__Namespace"] = Namespace,
        ["Pipelines__Builds__Kubernetes__RuntimeClass"] = "", // quick: builds under gVisor are tested where builds are
        ["Pipelines__Builds__Kubernetes__RegistryHost"] = _registry.Host,
        ["Pipelines__Builds__Kubernetes__PlatformUrl"] = PlatformUrl(port),
        ["Pipelines__Builds__Kubernetes__SourceImage"] = _image,
        ["Pipelines__Builds__Kubernetes__Buildpacks__Builder"] = _image,
        ["Pipelines__Builds__Kubernetes__Buildpacks__RunImage"] = $"{_registry.Host}/busybox:1",
        ["Pipelines__Builds__Kubernetes__CpuRequest"] = "20m",
        ["Pipelines__Builds__Kubernetes__MemoryRequestBytes"] = $"{32 << 20}",
    };

    public async ValueTask DisposeAsync()
    {
        _registry.Dispose();
        await _namespace.DisposeAsync();
    }
}
