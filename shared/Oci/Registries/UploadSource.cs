using System.Net.Http.Headers;

namespace Pipelines.Oci;

/// <summary>
/// The content of an upload, read in pieces: one stream as long as they follow each other, opened anew when the
/// upload goes back. Everything that is read is also hashed, so that wrong content is noticed here.
/// </summary>
internal sealed class UploadSource(Descriptor blob, Func<CancellationToken, Task<Stream>> open) : IAsyncDisposable
{
    private CountingStream? stream;

    /// <summary>The next <paramref name="length"/> bytes from <paramref name="offset"/> as the body of a request.</summary>
    public async Task<HttpContent> ReadAsync(long offset, long length, CancellationToken cancellationToken)
    {
        await SeekAsync(offset, cancellationToken);
        var content = new StreamContent(new LimitedStream(stream!, length), 1 << 17);
        content.Headers.ContentLength = length;
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return content;
    }

    /// <summary>Makes sure that nothing follows what was sent, and that it had the digest.</summary>
    public async Task VerifyEndAsync(CancellationToken cancellationToken)
    {
        await SeekAsync(blob.Size, cancellationToken);
        var rest = new byte[1];
        _ = await stream!.ReadAsync(rest, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CloseAsync();

    /// <summary>Lets go of the stream, of which a broken request may have read any part.</summary>
    public async Task CloseAsync()
    {
        if (stream is not null)
        {
            await stream.DisposeAsync();
            stream = null;
        }
    }

    private async Task SeekAsync(long offset, CancellationToken cancellationToken)
    {
        if (stream is null || stream.BytesRead > offset || offset == 0)
        {
            await CloseAsync();
            stream = new CountingStream(new VerifyingStream(await open(cancellationToken), blob.Digest, blob.Size, $"The blob {blob.Digest}"));
        }

        await new LimitedStream(stream, offset - stream.BytesRead).CopyToAsync(Stream.Null, 1 << 17, cancellationToken);
    }
}
