using System.IO.Compression;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Net.Http.Headers;
using Pipelines.Clusters.Sites;

namespace Pipelines.Node.Sites;

/// <summary>Compresses the files of sites once and keeps the results in bounded memory.</summary>
internal sealed class SiteCompression(SiteStore store) : IDisposable
{
    private const long Smallest = 1 << 10;
    private const long Largest = 8 << 20;
    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = 64 << 20 });

    /// <summary>Chooses the encoding for a request: <c>br</c>, <c>gzip</c>, or null to send the file as it is.</summary>
    public static string? Negotiate(HttpRequest request, SiteFile file)
    {
        if (request.Headers.ContainsKey(HeaderNames.Range) || !IsCompressible(file) || !StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var accepted))
        {
            return null;
        }

        return accepted
            .Where(each => each.Quality is null or > 0 && each.Value.Value is "br" or "gzip")
            .OrderByDescending(each => each.Quality ?? 1)
            .ThenBy(each => each.Value.Value, StringComparer.Ordinal)
            .Select(each => each.Value.Value)
            .FirstOrDefault();
    }

    public static bool IsCompressible(SiteFile file) => file.Size is >= Smallest and <= Largest && file.ContentType is { } type
        && (type.StartsWith("text/", StringComparison.Ordinal) || type.Contains("json", StringComparison.Ordinal) || type.Contains("javascript", StringComparison.Ordinal)
            || type.Contains("xml", StringComparison.Ordinal) || type.Contains("wasm", StringComparison.Ordinal) || type.Contains("font", StringComparison.Ordinal));

    /// <summary>The compressed bytes of a file; null where its blob is gone.</summary>
    public async Task<byte[]?> CompressAsync(SiteFile file, string encoding, CancellationToken cancellation)
    {
        var key = (file.Blob, encoding);
        if (cache.TryGetValue(key, out byte[]? known))
        {
            return known;
        }

        await using var source = await store.OpenAsync(file, cancellation);
        if (source is null)
        {
            return null;
        }

        using var result = new MemoryStream();
        await using (Stream target = encoding == "br" ? new BrotliStream(result, CompressionLevel.Optimal, leaveOpen: true) : new GZipStream(result, CompressionLevel.Optimal, leaveOpen: true))
        {
            await source.CopyToAsync(target, cancellation);
        }

        var bytes = result.ToArray();
        cache.Set(key, bytes, new MemoryCacheEntryOptions { Size = bytes.Length });
        return bytes;
    }

    public void Dispose() => cache.Dispose();
}
