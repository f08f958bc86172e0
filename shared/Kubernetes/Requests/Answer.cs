using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipelines.Kubernetes.Requests;

/// <summary>Reads answers, bounded.</summary>
internal static class Answer
{
    /// <summary>How answers are parsed: custom resource definitions nest deep.</summary>
    public static readonly JsonReaderOptions Json = new() { MaxDepth = 512 };

    /// <summary>Reads an answer that is a JSON object.</summary>
    /// <exception cref="AnswerTooLargeException">It is too large.</exception>
    /// <exception cref="JsonException">It is none.</exception>
    public static Task<JsonObject> ReadObjectAsync(HttpContent content, int maximum, CancellationToken cancellation) =>
        ReadAsync(content, maximum, ParseObject, cancellation);

    /// <summary>Reads an answer.</summary>
    /// <param name="content">The answer.</param>
    /// <param name="maximum">How many bytes it may have.</param>
    /// <param name="parse">Makes what is wanted of it.</param>
    /// <param name="cancellation">Cancels reading.</param>
    /// <exception cref="AnswerTooLargeException">It is too large.</exception>
    public static async Task<T> ReadAsync<T>(HttpContent content, int maximum, Func<ReadOnlySpan<byte>, T> parse, CancellationToken cancellation)
    {
        if (content.Headers.ContentLength > maximum)
        {
            throw new AnswerTooLargeException(maximum);
        }

        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            var length = 0;
            while (true)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellation);
                if (read == 0)
                {
                    return parse(buffer.AsSpan(0, length));
                }

                KubernetesMetrics.Received(read);
                length += read;
                if (length > maximum)
                {
                    throw new AnswerTooLargeException(maximum);
                }

                if (length == buffer.Length)
                {
                    buffer = Enlarge(buffer);
                }
            }
        }
        finally
        {
            // Cleared, for it may have held Secrets.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>Parses a JSON object.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static JsonObject ParseObject(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, Json);
        return JsonNode.Parse(ref reader) as JsonObject ?? throw new JsonException("Not a JSON object.");
    }

    private static byte[] Enlarge(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return larger;
    }
}
