using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Pipelines.Clusters;
using Pipelines.Node.Interop;

namespace Pipelines.Node.Logs;

/// <summary>
/// The output of one instance: a file that the instance appends to, and an index of when the node saw it grow. The file
/// is never renamed or truncated; what is too old is punched out of its head, so that no byte is lost or moves while
/// someone writes or reads.
/// </summary>
internal sealed class InstanceLog
{
    internal const int MaximumLineBytes = 32 << 10;
    private const int EntrySize = 16;
    private const int BlockSize = 4096;
    private const int PartSize = 64 << 10;

    // 1 MiB of memory, however long an instance writes little and often.
    private const int MaximumEntries = 64 << 10;
    private static readonly long Resolution = TimeSpan.FromMilliseconds(50).Ticks;
    private readonly string path;
    private readonly string indexPath;
    private readonly long limit;
    private readonly Lock gate = new();
    private readonly List<LogIndexEntry> index = [];
    private long seen;

    public InstanceLog(LogOwner owner, string path, long limit)
    {
        Owner = owner;
        this.path = path;
        this.limit = limit;
        indexPath = Path.ChangeExtension(path, ".idx");
        LoadIndex();
    }

    public LogOwner Owner { get; set; }

    /// <summary>Gets where the output ended when it was last looked at.</summary>
    public long Length
    {
        get
        {
            lock (gate)
            {
                return seen;
            }
        }
    }

    /// <summary>Gets where the kept output begins.</summary>
    private long Start
    {
        get
        {
            lock (gate)
            {
                return index.Count == 0 ? 0 : index[0].Offset;
            }
        }
    }

    /// <summary>Notes that the file has grown, and drops its head where it is too long.</summary>
    /// <returns>False when it had not.</returns>
    public bool Look(DateTimeOffset now)
    {
        lock (gate)
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length <= seen)
            {
                return false;
            }

            if (index.Count == 0 || now.UtcTicks - index[^1].Ticks >= Resolution)
            {
                Append(new LogIndexEntry(seen, now.UtcTicks));
            }

            seen = file.Length;
            if (seen - Start > 2 * limit)
            {
                DropHead(seen - limit);
            }

            return true;
        }
    }

    /// <summary>Reads whole lines from an offset on, some at a time: however long the output is, little of it is in memory.</summary>
    /// <param name="offset">Where to begin; moved to where the next call goes on.</param>
    /// <param name="partial">Whether to take a last line that has no end yet.</param>
    /// <param name="end">The offset that what is read begins before.</param>
    /// <returns>The lines; none at the end. Where a reader comes too late for some, one that says so stands in their place.</returns>
    public List<InstanceLogLine> Read(ref long offset, bool partial, long end = long.MaxValue)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = ArrayPool<byte>.Shared.Rent(PartSize);
        try
        {
            var began = offset;
            List<InstanceLogLine>? lines;
            do
            {
                // What is read while its head goes may be holes: it is read again from the new head.
                offset = began;
                lines = TryRead(file, buffer, ref offset, partial, end);
            }
            while (lines is null);
            return lines;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Counts the lines that there are now.</summary>
    /// <param name="partial">Whether to count a last line that has no end yet.</param>
    /// <returns>Their number, and the offset they end at.</returns>
    public (long Lines, long End) Count(bool partial)
    {
        long offset = 0;
        long count = 0;
        while (Read(ref offset, partial) is { Count: > 0 } lines)
        {
            count += lines.Count;
        }

        return (count, offset);
    }

    /// <summary>Tells where the output of a time begins, or before.</summary>
    public long OffsetOf(DateTimeOffset since)
    {
        lock (gate)
        {
            var at = index.FindLastIndex(entry => entry.Ticks < since.UtcTicks);
            return at < 0 ? 0 : index[at].Offset;
        }
    }

    public void Delete()
    {
        foreach (var each in (string[])[path, indexPath, Path.ChangeExtension(path, ".json")])
        {
            File.Delete(each);
        }
    }

    private List<InstanceLogLine>? TryRead(SafeFileHandle file, byte[] buffer, ref long offset, bool partial, long end)
    {
        var lines = new List<InstanceLogLine>();
        var start = Start;
        var skip = offset < start;
        if (skip)
        {
            if (offset > 0)
            {
                lines.Add(Missing(start, start - offset));
            }

            offset = start;
        }

        var (none, position, read) = (lines.Count, offset, 0);
        var splitter = new LineSplitter(MaximumLineBytes);
        while (lines.Count == none && (read = RandomAccess.Read(file, buffer.AsSpan(0, PartSize), position)) > 0)
        {
            if (Start > start)
            {
                return null;
            }

            position += read;
            foreach (var (length, text) in splitter.Push(buffer.AsSpan(0, read)))
            {
                if (offset >= end)
                {
                    return lines;
                }

                Add(lines, ref skip, offset, text);
                offset += length;
            }
        }

        if (partial && read == 0 && offset < end && splitter.Rest() is { Length: > 0 } rest)
        {
            Add(lines, ref skip, offset, rest.Text);
            offset += rest.Length;
        }

        return lines;
    }

    private InstanceLogLine Missing(long start, long bytes) => new(
        Owner.Component,
        Owner.Instance,
        TimeOf(start),
        $"{(bytes + 1023) / 1024} KiB of this log are missing here: it was written faster than it was read, and only its newest {limit / 1024} KiB are kept.");

    private void Add(List<InstanceLogLine> lines, ref bool skip, long offset, string text)
    {
        if (skip)
        {
            // The head was punched out in the middle of this line.
            skip = false;
            return;
        }

        lines.Add(new InstanceLogLine(Owner.Component, Owner.Instance, TimeOf(offset), text));
    }

    private DateTimeOffset TimeOf(long offset)
    {
        lock (gate)
        {
            var low = 0;
            var high = index.Count - 1;
            while (low < high)
            {
                var middle = (low + high + 1) / 2;
                (low, high) = index[middle].Offset <= offset ? (middle, high) : (low, middle - 1);
            }

            return index.Count == 0 ? Owner.CreatedAt : new DateTimeOffset(index[low].Ticks, TimeSpan.Zero);
        }
    }

    private void LoadIndex()
    {
        if (File.Exists(indexPath))
        {
            var bytes = File.ReadAllBytes(indexPath).AsSpan();
            for (; bytes.Length >= EntrySize; bytes = bytes[EntrySize..])
            {
                index.Add(new LogIndexEntry(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..])));
            }
        }

        seen = index.Count == 0 ? 0 : index[^1].Offset;
    }

    private void Append(LogIndexEntry entry)
    {
        if (index.Count >= MaximumEntries)
        {
            // Every second: times become half as exact.
            var at = 0;
            _ = index.RemoveAll(_ => at++ % 2 == 1);
            WriteIndex();
        }

        index.Add(entry);
        using var stream = new FileStream(indexPath, FileMode.Append, FileAccess.Write, FileShare.Read);
        Write(stream, entry);
    }

    private void DropHead(long before)
    {
        var cut = before / BlockSize * BlockSize;
        var first = index.FindLastIndex(entry => entry.Offset <= cut);
        var ticks = index[Math.Max(first, 0)].Ticks;
        index.RemoveRange(0, first + 1);
        index.Insert(0, new LogIndexEntry(cut, ticks));

        // The index first: should the node die in between, the head is unreachable and goes with the next cut.
        WriteIndex();
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        _ = Libc.Allocate(file, Libc.KeepSize | Libc.PunchHole, 0, cut);
    }

    private void WriteIndex()
    {
        var temporary = indexPath + ".tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            index.ForEach(entry => Write(stream, entry));
        }

        File.Move(temporary, indexPath, overwrite: true);
    }

    private static void Write(FileStream stream, LogIndexEntry entry)
    {
        Span<byte> bytes = stackalloc byte[EntrySize];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, entry.Offset);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], entry.Ticks);
        stream.Write(bytes);
    }
}
