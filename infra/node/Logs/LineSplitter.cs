using System.Text;

namespace Pipelines.Node.Logs;

/// <summary>Cuts a stream of bytes into lines; a line that is too long is cut again.</summary>
internal sealed class LineSplitter(int maximumBytes)
{
    private readonly List<byte> rest = [];

    /// <summary>Takes bytes and yields the lines that end in them, each with its length in bytes, line break included.</summary>
    public List<(int Length, string Text)> Push(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<(int, string)>();
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var room = maximumBytes - rest.Count;
            var take = end >= 0 && end < room ? end + 1 : Math.Min(bytes.Length, room);
            rest.AddRange(bytes[..take]);
            bytes = bytes[take..];
            if (rest[^1] == '\n' || rest.Count == maximumBytes)
            {
                lines.Add(Rest());
                rest.Clear();
            }
        }

        return lines;
    }

    /// <summary>What is left after the last line's end.</summary>
    public (int Length, string Text) Rest() => (rest.Count, Encoding.UTF8.GetString(rest.ToArray()).TrimEnd('\n', '\r'));
}
