using Pipelines.Activities.Processes;

namespace Pipelines.Activities.Builds;

/// <summary>
/// The directory of one build, named after its key and locked while the build lives: a workspace that nobody holds is
/// what a dead process left.
/// </summary>
internal sealed class BuildWorkspace : IAsyncDisposable
{
    private readonly FileLock held;

    private BuildWorkspace(string key, string directory, FileLock held)
    {
        Key = key;
        Directory = directory;
        this.held = held;
    }

    /// <summary>Gets the build's key.</summary>
    public string Key { get; }

    /// <summary>Gets the directory.</summary>
    public string Directory { get; }

    /// <summary>Gets the directory with the source, which the sandbox sees as /workspace.</summary>
    public string Source => Path.Combine(Directory, "source");

    /// <summary>Waits until no other build has the key and takes the workspace, with whatever is in it.</summary>
    public static async Task<BuildWorkspace> AcquireAsync(string root, string key, CancellationToken cancellation)
    {
        PrivateDirectory.Create(root);
        return new(key, Path.Combine(root, key), await FileLock.AcquireAsync(LockFile(root, key), cancellation));
    }

    /// <summary>Takes the workspaces whose builds died with their process.</summary>
    public static IEnumerable<BuildWorkspace> Abandoned(string root)
    {
        if (!System.IO.Directory.Exists(root))
        {
            yield break;
        }

        foreach (var directory in System.IO.Directory.EnumerateDirectories(root))
        {
            var key = Path.GetFileName(directory);
            if (FileLock.TryAcquire(LockFile(root, key)) is { } taken)
            {
                yield return new(key, directory, taken);
            }
        }
    }

    /// <summary>Makes the directories of a build that begins.</summary>
    public void Create()
    {
        PrivateDirectory.Create(Directory);
        System.IO.Directory.CreateDirectory(Source);
    }

    /// <summary>Removes all files.</summary>
    public void Delete()
    {
        if (System.IO.Directory.Exists(Directory))
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The lock's file goes while the lock is held: who waits for it opens a new one.
        File.Delete(LockFile(Path.GetDirectoryName(Directory)!, Key));
        await held.DisposeAsync();
    }

    private static string LockFile(string root, string key) => Path.Combine(root, key + ".lock");
}
