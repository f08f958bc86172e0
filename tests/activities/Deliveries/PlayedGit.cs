using Pipelines.Activities.Source;

namespace Pipelines.Activities.Tests.Deliveries;

/// <summary>A repository in memory: a head, and trees by the first digit of a commit and the directory.</summary>
internal sealed class PlayedGit : ISourceProvider
{
    public string Root => "https://git.example";

    public string? Head { get; set; }

    public Dictionary<(string Commit, string Directory), string> Trees { get; } = [];

    public int Looks { get; private set; }

    public Task<SourceRevision> ResolveAsync(SourceLocation location, CancellationToken cancellation)
    {
        Looks++;
        return Head is { } head ? Task.FromResult(new SourceRevision(head, "refs/heads/main")) : throw new SourceException("cannot be reached", transient: true);
    }

    public Task<string> GetTreeAsync(SourceLocation location, string commit, string sourceDir, CancellationToken cancellation) =>
        Trees.TryGetValue((commit[..1], sourceDir), out var tree) ? Task.FromResult(tree) : throw new SourceException($"no {sourceDir} at {commit}");

    public Task<SourceSnapshot> FetchAsync(SourceLocation location, string commit, Action<string> log, CancellationToken cancellation) => throw new NotSupportedException();

    public Task ExtractAsync(SourceSnapshot snapshot, string sourceDir, string destination, CancellationToken cancellation) => throw new NotSupportedException();
}
