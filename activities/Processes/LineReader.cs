using System.Buffers;
using System.Text;

namespace Pipelines.Activities.Processes;

/// <summary>Cuts a stream into lines as they come. Carriage returns end a line as well: progress meters use them.</summary>
internal static class LineReader
{
    public static async Task ReadAsync(Stream stream, int maxLineBytes, Action<string> line)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(maxLineBytes);
        try
        {
            var used = 0;
            int read;
            while ((read = await stream.ReadAsync(buffer.AsMemory(used, maxLineBytes - used))) > 0)
            {
                used = Split(buffer, used + read, line);
                if (used == maxLineBytes)
                {
                    line(Decode(buffer.AsSpan(0, used)));
                    used = 0;
                }
            }

            if (used > 0)
            {
                line(Decode(buffer.AsSpan(0, used)));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Passes on all whole lines and moves the rest to the front.</summary>
    private static int Split(byte[] buffer, int length, Action<string> line)
    {
        var start = 0;
        for (var end = buffer.AsSpan(start, length - start).IndexOfAny((byte)'\n', (byte)'\r');
            end >= 0;
            end = buffer.AsSpan(start, length - start).IndexOfAny((byte)'\n', (byte)'\r'))
        {
            var carriageReturn = buffer[start + end] == '\r';
            if (end > 0 || !(carriageReturn || (start > 0 && buffer[start - 1] == '\r')))
            {
                line(Decode(buffer.AsSpan(start, end)));
            }

            start += end + 1;
        }

        buffer.AsSpan(start, length - start).CopyTo(buffer);
        return length - start;
    }

    private static string Decode(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
