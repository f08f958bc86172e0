using Microsoft.Extensions.Caching.Memory;
using Pipelines.Clusters.Sites;

namespace Pipelines.Node.Sites;

/// <summary>
/// Keeps the small files of sites in bounded memory, where each look into the blob store is a call to another machine.
/// A blob is named by the digest of its bytes, so what is kept is never out of date.
/// </summary>
internal sealed class SiteFileCache : IDisposable
{
    private const long Largest = 1 << 20;
    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = 64 << 20 });

    /// <summary>Opens a file, from memory where it is there.</summary>
    /// <param name="file">The file.</param>
    /// <param name="open">Opens it in the blob store.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <returns>Null where the store has no such blob.</returns>
    public async Task<Stream?> OpenAsync(SiteFile file, Func<CancellationToken, Task<Stream?>> open, CancellationToken cancellation)
    {
        if (file.Size > Largest)
        {
            return await open(cancellation);
        }

        if (cache.TryGetValue(file.Blob, out byte[]? known))
        {
            return new MemoryStream(known!, writable: false);
        }

        await using var source = await open(cancellation);
        if (source is null)
        {
            return null;
        }

        // The manifest may lie about the size: what is read is bounded by what it says.
        var content = new byte[file.Size];
        var length = await source.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellation);
        var bytes = length == content.Length ? content : content[..length];
        cache.Set(file.Blob, bytes, new MemoryCacheEntryOptions { Size = bytes.Length });
        return new MemoryStream(bytes, writable: false);
    }

    public void Dispose() => cache.Dispose();
}
