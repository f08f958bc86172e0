using System.Net;
using Microsoft.Extensions.Options;
using Pipelines.Activities.Processes;

namespace Pipelines.Activities.Source;

/// <summary>
/// Bare repositories with the commits fetched last, one for each address, so that only what changed is fetched again.
/// A cache and nothing more: a damaged one is thrown away.
/// </summary>
internal sealed class RepositoryCache(GitClient git, IOptions<GitSourceOptions> options)
{
    private const int PacksBeforeCollection = 20;
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(200);
    private readonly GitSourceOptions options = options.Value;

    /// <summary>Makes sure that a commit with all its files is in the cache.</summary>
    /// <returns>The cached repository's directory.</returns>
    /// <exception cref="GitException">git failed.</exception>
    /// <exception cref="SourceException">The repository is larger than allowed, or does not have the commit.</exception>
    public async Task<string> EnsureAsync(
        RepositoryAddress address, IReadOnlyList<IPAddress> pinned, string? revision, string commit, Action<string>? log, CancellationToken cancellation)
    {
        PrivateDirectory.Create(options.CacheDirectory);
        var repository = Path.Combine(options.CacheDirectory, address.Hash + ".git");
        await using var held = await FileLock.AcquireAsync(repository + ".lock", cancellation);
        if (await HasAsync(repository, commit, cancellation))
        {
            return repository;
        }

        var existed = Directory.Exists(repository);
        try
        {
            await FetchAsync(repository, address, pinned, revision, commit, log, cancellation);
        }
        catch (GitException problem) when (existed && problem.Says("corrupt", "bad object", "unable to create", "unpack", "index-pack", "shallow", "not a git repository", "missing"))
        {
            Directory.Delete(repository, recursive: true);
            await FetchAsync(repository, address, pinned, revision, commit, log, cancellation);
        }

        return repository;
    }

    private async Task FetchAsync(
        string repository, RepositoryAddress address, IReadOnlyList<IPAddress> pinned, string? revision, string commit, Action<string>? log, CancellationToken cancellation)
    {
        await PrepareAsync(repository, commit, cancellation);
        var reference = "refs/pipelines/" + new RepositoryAddress(RepositoryScheme.Local, string.Empty, null, revision ?? "HEAD").Hash;
        try
        {
            // Servers with protocol 2 give any commit; older ones only the tips of references.
            await WatchedAsync(repository, address, pinned, ["--depth=1", "--", address.Remote, $"+{commit}:{reference}"], log, cancellation);
        }
        catch (GitException problem) when (problem.Says("unadvertised object", "not our ref", "couldn't find remote ref", "no such remote ref", "upload-pack: not our ref"))
        {
            await FetchReferencesAsync(repository, address, pinned, revision, commit, log, cancellation);
        }
    }

    private async Task FetchReferencesAsync(
        string repository, RepositoryAddress address, IReadOnlyList<IPAddress> pinned, string? revision, string commit, Action<string>? log, CancellationToken cancellation)
    {
        if (revision is not null && !RevisionName.IsCommit(revision))
        {
            await WatchedAsync(repository, address, pinned, ["--depth=1", "--", address.Remote, "+" + revision], log, cancellation, mayFail: true);
        }

        if (!await HasAsync(repository, commit, cancellation))
        {
            await WatchedAsync(repository, address, pinned, ["--", address.Remote, "+refs/heads/*:refs/pipelines/heads/*", "+refs/tags/*:refs/pipelines/tags/*"], log, cancellation);
        }

        if (!await HasAsync(repository, commit, cancellation))
        {
            throw new SourceException($"The repository '{address}' does not have the commit {commit} (any more).");
        }
    }

    private async Task WatchedAsync(
        string repository, RepositoryAddress address, IReadOnlyList<IPAddress> pinned, string[] arguments, Action<string>? log, CancellationToken cancellation, bool mayFail = false)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var limit = DirectorySize.Of(repository) + options.MaxBytes;
        var watch = DirectorySize.WatchAsync(repository, limit, WatchInterval, stop);
        try
        {
            await git.ReachAsync(
                address, pinned, repository, ["fetch", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--force", .. arguments], log, stop.Token);
        }
        catch (GitException) when (mayFail)
        {
            // The caller looks whether the commit has come.
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Directory.Delete(repository, recursive: true);
            throw new SourceException($"The repository '{address}' is larger than the {options.MaxBytes >> 20} MiB allowed ({GitSourceOptions.Section}:{nameof(GitSourceOptions.MaxBytes)}).");
        }
        finally
        {
            await stop.CancelAsync();
            await watch;
        }
    }

    /// <summary>Makes the repository, or clears away what a git that was killed has left.</summary>
    private async Task PrepareAsync(string repository, string commit, CancellationToken cancellation)
    {
        if (!File.Exists(Path.Combine(repository, "config")))
        {
            Directory.CreateDirectory(repository);
            string[] format = commit.Length == 64 ? ["--object-format=sha256"] : [];
            await git.ReadAsync(repository, ["init", "--quiet", "--bare", "--template=", .. format], cancellation);
            return;
        }

        foreach (var left in Directory.EnumerateFiles(repository, "*", SearchOption.AllDirectories).Where(IsLeftover))
        {
            File.Delete(left);
        }

        var packs = Path.Combine(repository, "objects", "pack");
        if (Directory.Exists(packs) && Directory.EnumerateFiles(packs, "*.pack").Count() > PacksBeforeCollection)
        {
            // A day's grace for snapshots that are being read without the lock.
            await git.ReadAsync(repository, ["gc", "--quiet", "--prune=1.day.ago"], cancellation);
        }
    }

    private static bool IsLeftover(string path) =>
        path.EndsWith(".lock", StringComparison.Ordinal) || Path.GetFileName(path).StartsWith("tmp_", StringComparison.Ordinal);

    private async Task<bool> HasAsync(string repository, string commit, CancellationToken cancellation)
    {
        if (!Directory.Exists(repository))
        {
            return false;
        }

        try
        {
            await git.ReadAsync(repository, ["cat-file", "-e", commit + "^{tree}"], cancellation);
            return true;
        }
        catch (GitException)
        {
            return false;
        }
    }
}
