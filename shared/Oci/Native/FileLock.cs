using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pipelines.Oci;

/// <summary>
/// An exclusive lock on a file: among the tasks of this process by a semaphore, among processes by flock(2), which
/// the kernel gives up by itself when a process dies.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Gates = new(StringComparer.Ordinal);

    private readonly SemaphoreSlim gate;
    private readonly SafeFileHandle handle;

    private FileLock(SemaphoreSlim gate, SafeFileHandle handle)
    {
        this.gate = gate;
        this.handle = handle;
    }

    /// <summary>Waits for the lock on a file, which is made when missing and stays.</summary>
    public static async Task<FileLock> AcquireAsync(string path, CancellationToken cancellationToken)
    {
        var local = Gates.GetOrAdd(Path.GetFullPath(path), _ => new SemaphoreSlim(1, 1));
        await local.WaitAsync(cancellationToken);
        try
        {
            return new FileLock(local, await LockFileAsync(path, cancellationToken));
        }
        catch
        {
            local.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        handle.Dispose();
        gate.Release();
    }

    private static async Task<SafeFileHandle> LockFileAsync(string path, CancellationToken cancellationToken)
    {
        var file = LibC.OpenLockFile(path);
        try
        {
            if (!TryLock(file, path, LibC.LockExclusive | LibC.LockNonBlocking))
            {
                // Another process holds it: wait on a thread of its own, in the kernel's fair queue.
                await Task.Factory.StartNew(
                    () => TryLock(file, path, LibC.LockExclusive),
                    cancellationToken,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default);
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static bool TryLock(SafeFileHandle handle, string path, int operation)
    {
        while (LibC.FLock(handle, operation) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error == LibC.ErrorWouldBlock)
            {
                return false;
            }

            if (error != LibC.ErrorInterrupted)
            {
                throw LibC.Failure("flock", path, error);
            }
        }

        return true;
    }
}
