using System.Net;
using Microsoft.Extensions.Options;

namespace Pipelines.Activities.Source;

/// <summary>Fetches the files of a commit that Git LFS keeps.</summary>
internal sealed class LargeFiles(GitClient git, IOptions<GitSourceOptions> options)
{
    private readonly bool allowed = options.Value.AllowLargeFiles ?? options.Value.AllowPrivateNetworks;

    /// <summary>Gets why files of Git LFS cannot be had; null when they can.</summary>
    public string? Obstacle =>
        !allowed ? $"{GitSourceOptions.Section}:{nameof(GitSourceOptions.AllowLargeFiles)} does not allow them"
        : FindsGitLfs() ? null
        : "git-lfs is not installed on this machine";

    /// <summary>Fetches all large files of a commit into the cached repository.</summary>
    /// <exception cref="GitException">git-lfs failed.</exception>
    public Task FetchAsync(RepositoryAddress address, IReadOnlyList<IPAddress> pinned, string repository, string commit, Action<string>? log, CancellationToken cancellation) =>
        git.ReachAsync(address, pinned, repository, ["lfs", "fetch", "origin", commit], log, cancellation);

    /// <summary>Opens a large file that has been fetched; git-lfs has checked its digest.</summary>
    /// <exception cref="SourceException">The server did not have it.</exception>
    public static Stream Open(string repository, LargeFilePointer pointer, string path)
    {
        var file = Path.Combine(repository, "lfs", "objects", pointer.ObjectId[..2], pointer.ObjectId[2..4], pointer.ObjectId);
        return File.Exists(file) && new FileInfo(file).Length == pointer.Size
            ? File.OpenRead(file)
            : throw new SourceException($"The Git LFS server does not have the file '{path}' ({pointer.ObjectId}).");
    }

    private static bool FindsGitLfs() =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Append("/usr/lib/git-core")
            .Any(directory => File.Exists(Path.Combine(directory, "git-lfs")));
}
