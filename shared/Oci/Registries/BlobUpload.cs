using System.Net;

namespace Pipelines.Oci;

/// <summary>
/// One blob on its way to a registry. A small one goes in a single request, a large one in chunks; after a broken
/// connection the registry is asked how much it has, and the upload goes on from there, or from the start where the
/// registry has lost it.
/// </summary>
internal sealed class BlobUpload(
    RegistryTransport transport,
    IImageRepository repository,
    Uri uploads,
    string scope,
    Descriptor blob,
    Func<CancellationToken, Task<Stream>> open) : IAsyncDisposable
{
    private readonly UploadSource source = new(blob, open);
    private int chunkSize = transport.Options.ChunkSize;

    /// <summary>Uploads the blob.</summary>
    /// <exception cref="RegistryException">The registry refuses it, or stays out of reach.</exception>
    /// <exception cref="InvalidImageException">The content is not what the descriptor says.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await UploadAsync(cancellationToken);
                return;
            }
            catch (RegistryException exception) when (attempt < transport.Options.MaxAttempts && MayPass(exception))
            {
                await source.CloseAsync();
                await transport.WaitAsync(attempt, null, cancellationToken);

                // Only the answer may have been lost.
                if (await repository.ExistsAsync(blob.Digest, cancellationToken))
                {
                    return;
                }
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => source.DisposeAsync();

    // An upload the registry no longer knows, or knows differently, can be started anew.
    private static bool MayPass(RegistryException exception) =>
        exception.IsTransient
        || exception.Status is HttpStatusCode.NotFound or HttpStatusCode.RequestedRangeNotSatisfiable
        || exception.Code is "BLOB_UPLOAD_INVALID" or "BLOB_UPLOAD_UNKNOWN" or "RANGE_INVALID";

    private async Task UploadAsync(CancellationToken cancellationToken)
    {
        var location = await StartAsync(cancellationToken);
        if (blob.Size <= chunkSize)
        {
            await CompleteAsync(location, 0, cancellationToken);
            return;
        }

        location = await SendChunksAsync(location, cancellationToken);
        await source.VerifyEndAsync(cancellationToken);
        await CompleteAsync(location, blob.Size, cancellationToken);
    }

    private async Task<Uri> StartAsync(CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(HttpMethod.Post, uploads, scope)
        {
            Content = _ => Task.FromResult<HttpContent>(new ByteArrayContent([])),
        };
        using var response = await transport.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Accepted)
        {
            throw await RegistryErrors.ReadAsync(response, request.ToString(), cancellationToken);
        }

        if (response.Headers.TryGetValues("OCI-Chunk-Min-Length", out var values) && int.TryParse(values.First(), out var minimum))
        {
            chunkSize = Math.Max(chunkSize, minimum);
        }

        return transport.Resolve(uploads, response.Headers.Location);
    }

    private async Task<Uri> SendChunksAsync(Uri location, CancellationToken cancellationToken)
    {
        var state = (Location: location, Offset: 0L);
        var fruitless = 0;
        while (state.Offset < blob.Size)
        {
            var before = state.Offset;
            try
            {
                state = await SendChunkAsync(state.Location, state.Offset, cancellationToken);
            }
            catch (RegistryException exception) when (fruitless < transport.Options.MaxAttempts && MayPass(exception))
            {
                await source.CloseAsync();
                await transport.WaitAsync(fruitless + 1, null, cancellationToken);
                state = await AskAsync(state.Location, cancellationToken);
            }

            fruitless = state.Offset > before ? 0 : fruitless + 1;
        }

        return state.Location;
    }

    private async Task<(Uri Location, long Offset)> SendChunkAsync(Uri location, long offset, CancellationToken cancellationToken)
    {
        var length = Math.Min(chunkSize, blob.Size - offset);
        var request = new RegistryRequest(HttpMethod.Patch, location, scope)
        {
            IsRepeatable = false,
            Content = async token =>
            {
                var content = await source.ReadAsync(offset, length, token);

                // The distribution spec's form, "start-end", is not that of RFC 9110.
                content.Headers.TryAddWithoutValidation("Content-Range", $"{offset}-{offset + length - 1}");
                return content;
            },
        };
        using var response = await transport.SendAsync(request, cancellationToken);
        if (response.StatusCode is not (HttpStatusCode.Accepted or HttpStatusCode.NoContent))
        {
            throw await RegistryErrors.ReadAsync(response, request.ToString(), cancellationToken);
        }

        return (NextLocation(location, response), Received(response) ?? (offset + length));
    }

    // GET on the upload tells what the registry has of it (distribution spec, "Pushing a blob in chunks").
    private async Task<(Uri Location, long Offset)> AskAsync(Uri location, CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(HttpMethod.Get, location, scope);
        using var response = await transport.SendAsync(request, cancellationToken);
        if (response.StatusCode is not (HttpStatusCode.NoContent or HttpStatusCode.Accepted))
        {
            throw await RegistryErrors.ReadAsync(response, request.ToString(), cancellationToken);
        }

        return (NextLocation(location, response), Received(response) ?? 0);
    }

    private async Task CompleteAsync(Uri location, long offset, CancellationToken cancellationToken)
    {
        var separator = location.Query.Length > 0 ? '&' : '?';
        var address = new Uri($"{location.AbsoluteUri}{separator}digest={Uri.EscapeDataString(blob.Digest.ToString())}");
        var request = new RegistryRequest(HttpMethod.Put, address, scope)
        {
            IsRepeatable = false,
            Content = token => source.ReadAsync(offset, blob.Size - offset, token),
        };
        using var response = await transport.SendAsync(request, cancellationToken);
        if (response.StatusCode is not (HttpStatusCode.Created or HttpStatusCode.NoContent or HttpStatusCode.OK))
        {
            throw await RegistryErrors.ReadAsync(response, request.ToString(), cancellationToken);
        }
    }

    private Uri NextLocation(Uri current, HttpResponseMessage response) =>
        response.Headers.Location is { } location ? transport.Resolve(current, location) : current;

    // "0-41" means 42 bytes; "0-0" is also what registries say of an empty upload, and no chunk is one byte long.
    private long? Received(HttpResponseMessage response)
    {
        var range = response.Headers.TryGetValues("Range", out var values) ? values.First() : null;
        var dash = range?.LastIndexOf('-') ?? -1;
        if (dash < 0 || !long.TryParse(range!.AsSpan(dash + 1), out var last))
        {
            return null;
        }

        var received = last == 0 ? 0 : last + 1;
        return received <= blob.Size
            ? received
            : throw new RegistryException($"The registry has {received} bytes of a blob of {blob.Size}.", HttpStatusCode.RequestedRangeNotSatisfiable, "BLOB_UPLOAD_INVALID");
    }
}
