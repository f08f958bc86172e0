namespace Pipelines.Activities.Source;

/// <summary>Fetches the source of components from git.</summary>
public interface ISourceProvider
{
    /// <summary>Resolves a branch, tag or commit of a repository to a commit without cloning it (<c>git ls-remote</c>).</summary>
    /// <exception cref="SourceException">The address is refused, the repository or the revision cannot be reached or does not exist.</exception>
    Task<SourceRevision> ResolveAsync(SourceLocation location, CancellationToken cancellation);

    /// <summary>
    /// Fetches a commit, shallow, into a snapshot in the blob store and tells the tree of each directory asked for.
    /// Idempotent: a snapshot that exists is not fetched again.
    /// </summary>
    /// <param name="location">The repository.</param>
    /// <param name="commit">The commit, 40 or 64 hex digits.</param>
    /// <param name="log">Takes git's progress, without credentials.</param>
    /// <param name="cancellation">Stops git and removes what it left.</param>
    /// <exception cref="SourceException">As for <see cref="ResolveAsync"/>; also when it is larger or slower than allowed.</exception>
    Task<SourceSnapshot> FetchAsync(SourceLocation location, string commit, Action<string> log, CancellationToken cancellation);

    /// <summary>Tells the git tree id of a directory of a fetched commit: equal ids mean equal files.</summary>
    /// <exception cref="SourceException">The commit has no such directory, or was not fetched.</exception>
    Task<string> GetTreeAsync(SourceLocation location, string commit, string sourceDir, CancellationToken cancellation);

    /// <summary>Extracts a directory of a snapshot into an empty directory.</summary>
    /// <exception cref="SourceException">The snapshot has no such directory.</exception>
    Task ExtractAsync(SourceSnapshot snapshot, string sourceDir, string destination, CancellationToken cancellation);
}
