using System.Runtime.CompilerServices;
using System.Text;

namespace Pipelines.Activities.Source;

/// <summary>Reads the records that git separates by NUL.</summary>
internal static class NulSeparated
{
    private const int MaxRecord = 16 * 1024;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static async IAsyncEnumerable<string> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var buffer = new byte[4 * MaxRecord];
        var used = 0;
        int read;
        while ((read = await stream.ReadAsync(buffer.AsMemory(used), cancellation)) > 0)
        {
            used += read;
            var start = 0;
            for (var end = buffer.AsSpan(start, used - start).IndexOf((byte)0); end >= 0; end = buffer.AsSpan(start, used - start).IndexOf((byte)0))
            {
                yield return Decode(buffer.AsSpan(start, end));
                start += end + 1;
            }

            buffer.AsSpan(start, used - start).CopyTo(buffer);
            used -= start;
            if (used > MaxRecord)
            {
                throw new SourceException("The repository has a file with a path that is too long.");
            }
        }
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException problem)
        {
            throw new SourceException($"The repository has a file whose name is not UTF-8: '{Encoding.UTF8.GetString(bytes)}'.", innerException: problem);
        }
    }
}
