using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipelines.Activities.Builds;
using Pipelines.Activities.Source;
using Pipelines.Activities.Tests.Doubles;
using Pipelines.AppSpecs;
using Pipelines.Oci;
using Pipelines.Storage.Blobs;

namespace Pipelines.Activities.Tests.Builds;

/// <summary>A builder as the platform has it, on directories of its own but for the layers of runtimes.</summary>
internal sealed class BuildFixture : IDisposable
{
    // Writing the layers of runtimes takes seconds: all tests of a machine share them.
    private static readonly string SharedLayers = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "pipelines-test-layers")).FullName;
    private readonly TemporaryDirectory directory = new();
    private readonly ServiceProvider services;

    public BuildFixture(Action<BuildOptions>? configure = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Pipelines:DataDirectory"] = directory.Sub("data") }).Build();
        Directory.CreateDirectory(Data);
        Directory.CreateSymbolicLink(Path.Combine(Data, "layers"), SharedLayers);
        services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace))
            .AddSingleton<IBlobStore>(Blobs)
            .AddSingleton<IImageRegistry>(Registry = new LayoutRegistry(directory.Sub("registry")))
            .AddSingleton(Moq.Mock.Of<ISourceCredentials>())
            .AddSource(configuration)
            .AddBuilds(configuration)
            .Configure<BuildOptions>(options => configure?.Invoke(options))
            .BuildServiceProvider();
        Builder = services.GetRequiredService<IBuilder>();
    }

    public MemoryBlobStore Blobs { get; } = new();

    public IImageRegistry Registry { get; }

    public IBuilder Builder { get; }

    public List<string> Log { get; } = [];

    public string Data => directory.Sub("data/builds");

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public string NewDirectory(string name) => Directory.CreateDirectory(directory.Sub(name)).FullName;

    public TestRepository NewRepository() => new(directory.Sub("repository-" + Guid.NewGuid().ToString("n")));

    /// <summary>A repository with the content of one of the samples.</summary>
    public TestRepository Sample(string name)
    {
        var repository = NewRepository();
        var samples = Path.Combine(RepositoryRoot(), "infra", "samples", name);
        foreach (var file in Directory.EnumerateFiles(samples, "*", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/") && !file.Contains("/bin/")))
        {
            repository.Write(Path.GetRelativePath(samples, file), File.ReadAllText(file));
        }

        return repository;
    }

    public async Task<BuildRequest> RequestAsync(TestRepository repository, IBuildableComponent component)
    {
        var commit = repository.Commit();
        var snapshot = await Get<ISourceProvider>().FetchAsync(new(repository.Url, "main"), commit, _ => { }, TestContext.Current.CancellationToken);
        return new()
        {
            Key = "build-" + Guid.NewGuid().ToString("n"),
            AppId = "app1",
            Spec = new AppSpec { Name = "shop" },
            Component = component,
            Snapshot = snapshot,
            SourceUrl = "https://example.org/shop.git",
            ImageRepository = "apps/shop/" + component.Name,
            Timeout = TimeSpan.FromMinutes(5),
        };
    }

    public Task<BuildResult> BuildAsync(BuildRequest request, CancellationToken? cancellation = null) =>
        Builder.BuildAsync(request, Note, cancellation ?? TestContext.Current.CancellationToken);

    public async Task<BuildResult> BuildAsync(TestRepository repository, IBuildableComponent component) =>
        await BuildAsync(await RequestAsync(repository, component));

    /// <summary>The image's config and the names in its uppermost layer.</summary>
    public async Task<(ImageConfig Config, List<string> TopLayer, int Layers)> InspectAsync(BuildResult result)
    {
        var (name, digest) = result.Image!.Split('@') is [var n, var d] ? (n, d) : default;
        var repository = Registry.Open(name);
        var image = await repository.ResolveAsync(digest, cancellationToken: TestContext.Current.CancellationToken);
        await using var layer = await repository.OpenBlobAsync(image.Manifest.Layers[^1].Digest, TestContext.Current.CancellationToken);
        await using var plain = new System.IO.Compression.GZipStream(layer, System.IO.Compression.CompressionMode.Decompress);
        await using var tar = new System.Formats.Tar.TarReader(plain);
        var names = new List<string>();
        while (await tar.GetNextEntryAsync(cancellationToken: TestContext.Current.CancellationToken) is { } entry)
        {
            names.Add(entry.Name);
        }

        return (image.Config, names, image.Manifest.Layers.Count);
    }

    public void Dispose()
    {
        services.Dispose();
        File.Delete(Path.Combine(Data, "layers"));
        directory.Dispose();
    }

    private static string RepositoryRoot()
    {
        var current = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(current.FullName, "Pipelines.sln")))
        {
            current = current.Parent ?? throw new DirectoryNotFoundException("Pipelines.sln");
        }

        return current.FullName;
    }

    private void Note(string line)
    {
        lock (Log)
        {
            Log.Add(line);
        }
    }
}
