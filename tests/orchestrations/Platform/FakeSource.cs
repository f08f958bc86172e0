using Pipelines.Activities.Source;

namespace Pipelines.Orchestrations.Tests.Platform;

/// <summary>A repository in memory: one commit, one tree.</summary>
internal sealed class FakeSource : ISourceProvider
{
    public string Commit { get; set; } = new('a', 40);

    public string Tree { get; set; } = "tree-1";

    public SourceException? Failure { get; set; }

    /// <summary>Gets or sets what puts the files of a snapshot into a directory.</summary>
    public Action<string> OnExtract { get; set; } = _ => { };

    public int Fetches { get; private set; }

    public Task<SourceRevision> ResolveAsync(SourceLocation location, CancellationToken cancellation) =>
        Failure is null ? Task.FromResult(new SourceRevision(Commit, "refs/heads/main")) : Task.FromException<SourceRevision>(Failure);

    public Task<SourceSnapshot> FetchAsync(SourceLocation location, string commit, Action<string> log, CancellationToken cancellation)
    {
        Fetches++;
        return Task.FromResult(new SourceSnapshot(commit, $"sources/{commit}.tar", 1, "subject", "author"));
    }

    public Task<string> GetTreeAsync(SourceLocation location, string commit, string sourceDir, CancellationToken cancellation) => Task.FromResult(Tree);

    public Task ExtractAsync(SourceSnapshot snapshot, string sourceDir, string destination, CancellationToken cancellation)
    {
        OnExtract(destination);
        return Task.CompletedTask;
    }
}
