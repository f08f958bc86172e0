using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipelines.Activities.Builds;
using Pipelines.Activities.Builds.Kubernetes.Sources;
using Pipelines.Activities.Source;
using Pipelines.Activities.Tests.Doubles;
using Pipelines.AppSpecs;
using Pipelines.Kubernetes;
using Pipelines.Oci;
using Pipelines.Storage.Blobs;
using Pipelines.Storage.Secrets;
using Pipelines.TestClusters;

namespace Pipelines.Activities.Tests.Builds.Kubernetes;

/// <summary>Builders as the platform has them, on the real cluster, in a namespace of their own.</summary>
internal sealed class ClusterBuildFixture : IAsyncDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly MemoryBlobStore blobs = new();
    private readonly List<ServiceProvider> processes = [];
    private readonly List<MortalApi> mortals = [];
    private readonly TestNamespace space;
    private readonly SecretKeyRing keys = new(new Dictionary<int, byte[]> { [1] = new byte[SecretKeyRing.KeyLength] });
    private PodSideServer server = null!;
    private string builderImage = null!;

    private ClusterBuildFixture(TestCluster cluster)
    {
        Cluster = cluster;
        space = cluster.NewNamespace("builds");
        Registry = new RegistryClient(new RegistryOptions { Registry = cluster.Registry });
    }

    public TestCluster Cluster { get; }

    public Gate Gate { get; } = new();

    public RegistryClient Registry { get; }

    public string Namespace => space.Name;

    public string RuntimeClass { get; set; } = string.Empty;

    public Dictionary<string, string?> Settings { get; } = [];

    public List<string> Log { get; } = [];

    public Uri GateUrl => new(server.Url, "gate");

    /// <summary>Gets a run image of this fixture's own, as build pods name it.</summary>
    public string RunImage => $"{server.RegistryHost}/{RunRepository}:1";

    public string RunRepository { get; } = "tests/run-" + Guid.NewGuid().ToString("n")[..10];

    public string Repository { get; } = "tests/apps/" + Guid.NewGuid().ToString("n")[..10];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ClusterBuildFixture> StartAsync()
    {
        var cluster = await TestCluster.RequireAsync(ClusterNeeds.Everything);
        var fixture = new ClusterBuildFixture(cluster);
        fixture.builderImage = await BuilderImage.MakeAsync(cluster);
        var address = await PodSideForwarder.FindNodeAddressAsync(cluster, Cancellation);
        fixture.server = await PodSideServer.StartAsync(address, cluster.Registry, new SourceGrants(fixture.keys, TimeProvider.System), fixture.blobs, fixture.Gate);
        _ = await new ImageCopier().CopyAsync(fixture.Registry.Open("busybox"), "1", fixture.Registry.Open(fixture.RunRepository), "1", cancellationToken: Cancellation);
        return fixture;
    }

    /// <summary>A process of the platform.</summary>
    public (IBuilder Builder, MortalApi Api) NewProcess(bool isMortal = false)
    {
        var settings = new Dictionary<string, string?>(Settings)
        {
            ["Pipelines:DataDirectory"] = directory.Sub("data" + processes.Count),
            ["Pipelines:Kubernetes:Kubeconfig"] = Cluster.Kubeconfig,
            ["Pipelines:Builds:Driver"] = "Kubernetes",
            ["Pipelines:Builds:Kubernetes:Namespace"] = Namespace,
            ["Pipelines:Builds:Kubernetes:RuntimeClass"] = RuntimeClass,
            ["Pipelines:Builds:Kubernetes:RegistryHost"] = server.RegistryHost,
            ["Pipelines:Builds:Kubernetes:PlatformUrl"] = server.Url.AbsoluteUri,
            ["Pipelines:Builds:Kubernetes:SourceImage"] = builderImage,
            ["Pipelines:Builds:Kubernetes:Buildpacks:RunImage"] = RunImage,
            ["Pipelines:Builds:Kubernetes:Dockerfiles:KanikoImage"] = builderImage,
            ["Pipelines:Builds:Kubernetes:CpuRequest"] = "20m",
            ["Pipelines:Builds:Kubernetes:MemoryRequestBytes"] = $"{32 << 20}",
        };
        settings.TryAdd("Pipelines:Builds:Kubernetes:Buildpacks:Builder", builderImage);
        settings.TryAdd("Pipelines:Builds:MemoryBytes", $"{512 << 20}");
        settings.TryAdd("Pipelines:Builds:MaxWorkspaceBytes", $"{1L << 30}");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IBlobStore>(blobs)
            .AddSingleton<IImageRegistry>(Registry)
            .AddSingleton(keys)
            .AddSingleton(Moq.Mock.Of<ISourceCredentials>())
            .AddSource(configuration)
            .AddBuilds(configuration);
        var real = KubernetesApi.Connect(KubernetesConnectionOptions.From(configuration), TimeProvider.System, null);
        var api = new MortalApi(real);
        mortals.Add(api);
        services.Replace(ServiceDescriptor.Singleton<IKubernetesApi>(isMortal ? api : real));
        processes.Add(services.BuildServiceProvider());
        return (processes[^1].GetRequiredService<IBuilder>(), api);
    }

    public T Get<T>()
        where T : notnull => processes[^1].GetRequiredService<T>();

    public TestRepository NewRepository() => new(directory.Sub("repository-" + Guid.NewGuid().ToString("n")));

    /// <summary>An application of the tests' builder, with a build of its own where a script is given.</summary>
    public TestRepository App(string? build = null)
    {
        var repository = NewRepository().Write("app.sh", "greet \"$GREETED\"\nexec sleep 300\n");
        return build is null ? repository : repository.Write("build.sh", build);
    }

    public async Task<BuildRequest> RequestAsync(TestRepository repository, IBuildableComponent component)
    {
        var commit = repository.Commit();
        var snapshot = await Get<ISourceProvider>().FetchAsync(new(repository.Url, "main"), commit, _ => { }, Cancellation);
        return new()
        {
            Key = "build-" + Guid.NewGuid().ToString("n"),
            AppId = "app1",
            Spec = new AppSpec { Name = "shop" },
            Component = component,
            Snapshot = snapshot,
            SourceUrl = "https://example.org/shop.git",
            ImageRepository = Repository,
            Timeout = TimeSpan.FromMinutes(5),
        };
    }

    public void Note(string line)
    {
        lock (Log)
        {
            Log.Add(line);
        }
    }

    public async Task<JsonArray> ItemsAsync(string kinds) =>
        JsonNode.Parse(await Cluster.KubectlAsync(["get", kinds, "-n", Namespace, "-o", "json"], cancellation: Cancellation))!["items"]!.AsArray();

    public Task DeleteAsync(string kind) => kind == "namespace"
        ? Cluster.KubectlAsync(["delete", "namespace", Namespace, "--wait=false"], cancellation: Cancellation)
        : Cluster.KubectlAsync(["delete", kind, "--all", "-n", Namespace, "--wait=false", "--grace-period=1"], cancellation: Cancellation);

    public async ValueTask DisposeAsync()
    {
        Gate.Open();
        foreach (var process in processes)
        {
            await process.DisposeAsync();
        }

        if (server is not null)
        {
            await server.DisposeAsync();
        }

        mortals.ForEach(mortal => mortal.Dispose());
        Registry.Dispose();
        await space.DisposeAsync();
        directory.Dispose();
    }
}
