using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using Pipelines.Activities.Source;
using Pipelines.Activities.Tests.Doubles;
using Pipelines.Storage.Blobs;

namespace Pipelines.Activities.Tests.Source;

/// <summary>A source provider as the platform has it, on directories of its own.</summary>
internal sealed class SourceFixture : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly ServiceProvider services;

    public SourceFixture(Action<GitSourceOptions>? configure = null, INameResolver? names = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Pipelines:DataDirectory"] = directory.Sub("data") }).Build();
        var collection = new ServiceCollection().AddLogging().AddSingleton<IBlobStore>(Blobs).AddSingleton(Teams);
        if (names is not null)
        {
            collection.AddSingleton(names);
        }

        collection.AddSource(configuration).Configure<GitSourceOptions>(options => configure?.Invoke(options));
        services = collection.BuildServiceProvider();
        Provider = services.GetRequiredService<ISourceProvider>();
    }

    /// <summary>Gets the credentials of teams, none at first.</summary>
    public ISourceCredentials Teams { get; } = Mock.Of<ISourceCredentials>();

    public MemoryBlobStore Blobs { get; } = new();

    public ISourceProvider Provider { get; }

    public List<string> Log { get; } = [];

    public string Cache => directory.Sub("data/source-cache");

    public string Directory => directory.Path;

    public TestRepository NewRepository(string name = "repository") => new(directory.Sub(name));

    public async Task<SourceSnapshot> FetchAsync(string url, string commit, string? revision = "main") =>
        await Provider.FetchAsync(new(url, revision), commit, Note, TestContext.Current.CancellationToken);

    public async Task<string> ExtractAsync(SourceSnapshot snapshot, string sourceDir = "")
    {
        var destination = System.IO.Directory.CreateDirectory(directory.Sub("extracted-" + Guid.NewGuid().ToString("n"))).FullName;
        await Provider.ExtractAsync(snapshot, sourceDir, destination, TestContext.Current.CancellationToken);
        return destination;
    }

    public void Dispose()
    {
        services.Dispose();
        directory.Dispose();
    }

    public void Note(string line)
    {
        lock (Log)
        {
            Log.Add(line);
        }
    }
}
