namespace Pipelines.Storage.Files;

/// <summary>
/// A directory for one process's unfinished files. It is deleted on disposal, or, when the process died, by the next one
/// that starts: the lock beside it tells which owners live.
/// </summary>
internal sealed class Workspace : IDisposable
{
    private const string LockExtension = ".lock";
    private readonly FileStream _lock;
    private readonly string _directory;
    private long _files;

    /// <summary>Initializes a new instance of the <see cref="Workspace"/> class and removes what dead owners left.</summary>
    /// <param name="parent">The directory of all workspaces.</param>
    public Workspace(string parent)
    {
        PrivateFile.CreateDirectory(parent);
        RemoveAbandoned(parent);
        (_lock, _directory) = Claim(parent);
        PrivateFile.CreateDirectory(_directory);
    }

    /// <summary>A path no one else uses.</summary>
    public string NextPath() => Path.Join(_directory, Interlocked.Increment(ref _files).ToString());

    /// <inheritdoc/>
    public void Dispose()
    {
        DeleteDirectory(_directory);
        File.Delete(_lock.Name);
        _lock.Dispose();
    }

    private static (FileStream Lock, string Directory) Claim(string parent)
    {
        while (true)
        {
            var directory = Path.Join(parent, Path.GetRandomFileName());
            var claim = TryLock(directory + LockExtension, FileMode.CreateNew);

            // Another's clean-up may have taken it between its making and its locking.
            if (claim is not null && File.Exists(claim.Name))
            {
                return (claim, directory);
            }

            claim?.Dispose();
        }
    }

    private static void RemoveAbandoned(string parent)
    {
        foreach (var path in Directory.EnumerateFiles(parent, "*" + LockExtension))
        {
            using var claim = TryLock(path, FileMode.Open);
            if (claim is not null)
            {
                DeleteDirectory(path[..^LockExtension.Length]);
                File.Delete(path);
            }
        }
    }

    // The framework takes an advisory lock for FileShare.None; the system releases it with the process.
    private static FileStream? TryLock(string path, FileMode mode)
    {
        try
        {
            return new FileStream(path, PrivateFile.Options(mode, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void DeleteDirectory(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
