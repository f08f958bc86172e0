namespace Pipelines.Oci;

/// <summary>Reads small documents whole, never more than is allowed.</summary>
internal static class BoundedContent
{
    /// <summary>Reads a stream to its end; <paramref name="what"/> names it in the error.</summary>
    /// <exception cref="InvalidImageException">It is longer than <paramref name="maxBytes"/>.</exception>
    public static async Task<byte[]> ReadAsync(Stream stream, long maxBytes, string what, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var block = new byte[1 << 14];
        int read;
        while ((read = await stream.ReadAsync(block, cancellationToken)) > 0)
        {
            if (content.Length + read > maxBytes)
            {
                throw new InvalidImageException($"{what} is longer than the {maxBytes} bytes allowed.");
            }

            await content.WriteAsync(block.AsMemory(0, read), cancellationToken);
        }

        return content.ToArray();
    }
}
