using System.Text;

namespace Pipelines.Storage.Logs;

/// <summary>Reads a stream's file. It is opened anew each time, so a deleted and remade one is noticed.</summary>
internal sealed class DirectoryLogSource(string path) : ILogSource
{
    // The first record names the generation: a timestamp, "!open " and 32 digits.
    private const int HeaderLength = 96;

    /// <inheritdoc/>
    public ValueTask<LogChunk> ReadAsync(string? generation, long offset, Memory<byte> destination, CancellationToken cancellation)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

            // The generation is looked at after the data: if it is still the expected one, then the data was of it too.
            var length = RandomAccess.GetLength(file);
            var count = destination.IsEmpty ? 0 : RandomAccess.Read(file, destination.Span, offset);
            Span<byte> header = stackalloc byte[HeaderLength];
            header = header[..RandomAccess.Read(file, header, 0)];
            var end = header.IndexOf((byte)'\n');
            if (end < 0 && header.Length < HeaderLength)
            {
                return ValueTask.FromResult(default(LogChunk));
            }

            var present = Encoding.Latin1.GetString(end < 0 ? header : header[..end]);
            return ValueTask.FromResult(new LogChunk(present, generation is null || generation == present ? count : 0, length));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return ValueTask.FromResult(default(LogChunk));
        }
    }
}
