using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Pipelines.Storage.AzureStorage;

namespace Pipelines.Storage.Logs;

/// <summary>Reads a stream's blob, and what this process has written to it but not sent yet.</summary>
internal sealed class AzureLogSource(AzureContainer container, string stream, Func<string, AzureLiveLog?> findLive) : ILogSource
{
    /// <summary>The metadata that names a stream's generation.</summary>
    public const string Generation = "generation";

    /// <inheritdoc/>
    public async ValueTask<LogChunk> ReadAsync(string? generation, long offset, Memory<byte> destination, CancellationToken cancellation)
    {
        if (findLive(stream) is { } live && live.TryRead(generation, offset, destination, out var chunk))
        {
            return chunk;
        }

        var blob = (await container.GetAsync(cancellation)).GetAppendBlobClient(stream);
        try
        {
            var properties = (await blob.GetPropertiesAsync(cancellationToken: cancellation)).Value;
            var present = GenerationOf(properties.Metadata);
            if ((generation is not null && present != generation) || destination.IsEmpty || offset >= properties.ContentLength)
            {
                return new LogChunk(present, 0, properties.ContentLength);
            }

            var wanted = (int)Math.Min(destination.Length, properties.ContentLength - offset);
            return await DownloadAsync(blob, generation ?? present, offset, destination[..wanted], cancellation) with { Length = properties.ContentLength };
        }
        catch (RequestFailedException failure) when (failure.Status is 404 or 416)
        {
            return default;
        }
    }

    /// <summary>Reads stored bytes, if they are of a generation.</summary>
    public static async ValueTask<LogChunk> DownloadAsync(AppendBlobClient blob, string generation, long offset, Memory<byte> destination, CancellationToken cancellation)
    {
        var options = new BlobDownloadOptions { Range = new HttpRange(offset, destination.Length) };
        using var download = (await blob.DownloadStreamingAsync(options, cancellation)).Value;
        var present = GenerationOf(download.Details.Metadata);
        var count = present == generation ? await download.Content.ReadAtLeastAsync(destination, destination.Length, throwOnEndOfStream: false, cancellation) : 0;
        return new LogChunk(present, count, offset + count);
    }

    /// <summary>The generation in a blob's metadata.</summary>
    public static string GenerationOf(IDictionary<string, string> metadata) => metadata.TryGetValue(Generation, out var generation) ? generation : "";
}
