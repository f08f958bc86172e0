using System.Runtime.CompilerServices;
using Pipelines.Storage.Files;

namespace Pipelines.Storage.Blobs;

/// <summary>
/// Blobs as files below one directory. A blob is written beside, synchronised and renamed, so it is there whole or not at
/// all, and what a dead process left unfinished is removed at the next start.
/// </summary>
public sealed class DirectoryBlobStore : IBlobStore, IDisposable
{
    private const string Unfinished = ".unfinished";
    private readonly ContainedDirectory _directory;
    private readonly Workspace _workspace;
    private readonly TimeProvider _time;
    private long _lastTicks;

    /// <summary>Initializes a new instance of the <see cref="DirectoryBlobStore"/> class.</summary>
    /// <param name="root">The directory; made with mode 0700 where it is missing.</param>
    /// <param name="time">The clock that dates blobs.</param>
    /// <exception cref="IOException">The directory cannot be made or written.</exception>
    public DirectoryBlobStore(string root, TimeProvider time)
    {
        _time = time;
        _directory = new ContainedDirectory(root);
        _workspace = new Workspace(Path.Join(_directory.Root, Unfinished));
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenReadAsync(string name, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var path = _directory.PathOf(name);
        try
        {
            return Task.FromResult<Stream?>(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    /// <inheritdoc/>
    public Task<BlobProperties?> GetPropertiesAsync(string name, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var file = new FileInfo(_directory.PathOf(name));
        return Task.FromResult(file.Exists ? Properties(file) : null);
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string name, Stream content, CancellationToken cancellation = default)
    {
        var path = _directory.PathOf(name);
        var unfinished = _workspace.NextPath();
        try
        {
            await WriteDurablyAsync(unfinished, content, cancellation);
            Replace(path, unfinished);
        }
        finally
        {
            File.Delete(unfinished);
        }

        StorageMetrics.Committed("blobs");
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_directory.Delete(_directory.PathOf(name)))
        {
            StorageMetrics.Committed("blobs");
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Task.CompletedTask;
        foreach (var name in _directory.List(prefix))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return name;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();

    private static BlobProperties Properties(FileInfo file) =>
        new(file.Length, $"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}", new DateTimeOffset(file.LastWriteTimeUtc));

    private async Task WriteDurablyAsync(string path, Stream content, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, PrivateFile.Options(FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.Asynchronous));
        await content.CopyToAsync(file, 256 * 1024, cancellation);

        // The time of writing makes the entity tag: no two writes of this store share one.
        File.SetLastWriteTimeUtc(file.SafeFileHandle, new DateTime(NextTicks(), DateTimeKind.Utc));
        file.Flush(flushToDisk: true);
    }

    private void Replace(string path, string unfinished)
    {
        // A deletion that empties the directory prunes it, maybe just after it was made.
        for (var attempt = 1; ; attempt++)
        {
            _directory.EnsureDirectoryOf(path);
            try
            {
                File.Move(unfinished, path, overwrite: true);
                break;
            }
            catch (DirectoryNotFoundException) when (attempt < 100)
            {
                // Make it again.
            }
        }

        DirectorySync.Flush(Path.GetDirectoryName(path)!);
    }

    private long NextTicks()
    {
        while (true)
        {
            var last = Interlocked.Read(ref _lastTicks);
            var next = Math.Max(last + 1, _time.GetUtcNow().UtcTicks);
            if (Interlocked.CompareExchange(ref _lastTicks, next, last) == last)
            {
                return next;
            }
        }
    }
}
