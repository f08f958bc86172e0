using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipelines.Storage.Blobs;

namespace Pipelines.Activities.Source;

/// <summary>Fetches source with the real git; what is fetched never runs and is never checked out.</summary>
internal sealed partial class GitSourceProvider(
    GitClient git,
    RepositoryPolicy policy,
    CredentialStore credentials,
    RevisionResolver resolver,
    RepositoryCache cache,
    SnapshotWriter writer,
    IBlobStore blobs,
    IOptions<GitSourceOptions> options,
    ILogger<GitSourceProvider> logger) : ISourceProvider
{
    private const int MaxSubject = 200;
    private readonly GitSourceOptions options = options.Value;

    public async Task<SourceRevision> ResolveAsync(SourceLocation location, CancellationToken cancellation)
    {
        var (address, pinned) = await AdmitAsync(location, cancellation);
        return await resolver.ResolveAsync(address, pinned, location.Revision, cancellation);
    }

    public async Task<SourceSnapshot> FetchAsync(SourceLocation location, string commit, Action<string> log, CancellationToken cancellation)
    {
        var (address, pinned) = await AdmitAsync(location, cancellation);
        CheckCommit(commit);
        var name = $"sources/{address.Hash}/{commit}";
        if (await FindAsync(name, cancellation) is { } known)
        {
            log($"{address} at {commit} is already here");
            return known;
        }

        log($"Fetching {address} at {commit}");
        return await BoundedAsync(address, token => MakeAsync(address, pinned, location.Revision, commit, name, log, token), cancellation);
    }

    public async Task<string> GetTreeAsync(SourceLocation location, string commit, string sourceDir, CancellationToken cancellation)
    {
        var (address, pinned) = await AdmitAsync(location, cancellation);
        CheckCommit(commit);
        var directory = DirectoryOf(sourceDir);
        return await BoundedAsync(
            address,
            async token =>
            {
                var repository = await cache.EnsureAsync(address, pinned, location.Revision, commit, null, token);
                return await TreeOfAsync(repository, commit, directory, token);
            },
            cancellation);
    }

    public async Task ExtractAsync(SourceSnapshot snapshot, string sourceDir, string destination, CancellationToken cancellation)
    {
        await using var tar = await blobs.OpenReadAsync(snapshot.BlobName, cancellation)
            ?? throw new SourceException($"The source snapshot of commit {snapshot.Commit} is gone: deploy again.", transient: true);
        await using var buffered = new BufferedStream(tar, 1 << 16);
        await SnapshotExtractor.ExtractAsync(buffered, DirectoryOf(sourceDir), destination, options, cancellation);
    }

    private static void CheckCommit(string commit)
    {
        if (!RevisionName.IsCommit(commit))
        {
            throw new SourceException("A commit has 40 or 64 hexadecimal digits in lower case.");
        }
    }

    private static string DirectoryOf(string sourceDir)
    {
        var directory = string.Join('/', sourceDir.Split('/').Where(part => part is not ("" or ".")));
        return directory.Length == 0 || SnapshotPath.IsSafe(directory)
            ? directory
            : throw new SourceException($"'{sourceDir}' is not a directory of the repository.");
    }

    private async Task<(RepositoryAddress Address, IReadOnlyList<IPAddress> Pinned)> AdmitAsync(SourceLocation location, CancellationToken cancellation)
    {
        var address = await credentials.ApplyAsync(RepositoryAddressParser.Parse(location.CloneUrl) with { TeamId = location.TeamId }, cancellation);
        if (location.Revision is { } revision)
        {
            RevisionName.Check(revision);
        }

        return (address, await policy.AdmitAsync(address, cancellation));
    }

    private async Task<T> BoundedAsync<T>(RepositoryAddress address, Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(options.Timeout);
        try
        {
            return await work(timeout.Token);
        }
        catch (GitException problem)
        {
            LogGitFailed(address.Url, problem);
            throw problem.Explain(address);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new SourceException($"Fetching '{address}' took longer than the {options.Timeout.TotalMinutes:0.##} minutes allowed ({GitSourceOptions.Section}:{nameof(GitSourceOptions.Timeout)}).", transient: true);
        }
    }

    private async Task<SourceSnapshot> MakeAsync(
        RepositoryAddress address, IReadOnlyList<IPAddress> pinned, string? revision, string commit, string name, Action<string> log, CancellationToken cancellation)
    {
        var repository = await cache.EnsureAsync(address, pinned, revision, commit, log, cancellation);
        var description = await git.ReadAsync(repository, ["log", "-1", "--format=%s%n%an", commit], cancellation);
        var (subject, author) = description.Split('\n') is [var first, var second, ..] ? (first, second) : (description, string.Empty);
        await using var file = new FileStream(
            Path.Combine(options.CacheDirectory, $"{Guid.NewGuid():n}.tar"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        await writer.WriteAsync(address, pinned, repository, commit, file, log, cancellation);
        file.Position = 0;
        var snapshot = new SourceSnapshot(commit, name + ".tar", file.Length, subject[..Math.Min(MaxSubject, subject.Length)], author);
        await blobs.WriteAsync(snapshot.BlobName, file, cancellation);
        await using var note = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(snapshot));
        await blobs.WriteAsync(name + ".json", note, cancellation);
        return snapshot;
    }

    /// <summary>The note is written last: where it is, the snapshot is whole.</summary>
    private async Task<SourceSnapshot?> FindAsync(string name, CancellationToken cancellation)
    {
        await using var note = await blobs.OpenReadAsync(name + ".json", cancellation);
        if (note is null)
        {
            return null;
        }

        var snapshot = await JsonSerializer.DeserializeAsync<SourceSnapshot>(note, cancellationToken: cancellation);
        return snapshot is not null && await blobs.GetPropertiesAsync(snapshot.BlobName, cancellation) is not null ? snapshot : null;
    }

    private async Task<string> TreeOfAsync(string repository, string commit, string directory, CancellationToken cancellation)
    {
        try
        {
            var tree = directory.Length == 0 ? commit + "^{tree}" : $"{commit}:{directory}";
            var id = (await git.ReadAsync(repository, ["rev-parse", "--verify", "--quiet", "--end-of-options", tree], cancellation)).Trim();
            var type = (await git.ReadAsync(repository, ["cat-file", "-t", id], cancellation)).Trim();
            return type == "tree" ? id : throw new SourceException($"'{directory}' of commit {commit} is a file, not a directory.");
        }
        catch (GitException problem)
        {
            throw new SourceException($"The commit {commit} has no directory '{directory}'.", innerException: problem);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "git could not read {Repository}")]
    private partial void LogGitFailed(string repository, Exception problem);
}
