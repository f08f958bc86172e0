namespace Pipelines.Activities.Processes;

/// <summary>A lock between processes and within this one; the kernel frees it when the process dies.</summary>
internal sealed class FileLock : IAsyncDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(20);
    private readonly FileStream file;

    private FileLock(FileStream file) => this.file = file;

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">The file that is locked; made where it is missing, and kept.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<FileLock> AcquireAsync(string path, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(RetryInterval);
        while (true)
        {
            if (TryAcquire(path) is { } held)
            {
                return held;
            }

            await timer.WaitForNextTickAsync(cancellation);
        }
    }

    /// <summary>Takes the lock unless somebody has it.</summary>
    public static FileLock? TryAcquire(string path)
    {
        try
        {
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (Directory.Exists(Path.GetDirectoryName(path)))
        {
            return null;
        }
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();
}
