namespace Pipelines.Storage.Logs;

/// <summary>A bounded first-in-first-out queue of bytes that can be looked into.</summary>
internal sealed class ArrayQueue(int capacity)
{
    private byte[] _bytes = [];
    private int _start;

    /// <summary>Gets how many bytes are queued.</summary>
    public int Count { get; private set; }

    /// <summary>Appends bytes unless they exceed the capacity.</summary>
    public bool TryEnqueue(ReadOnlySpan<byte> bytes)
    {
        if (Count + bytes.Length > capacity)
        {
            return false;
        }

        MakeRoom(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_start + Count));
        Count += bytes.Length;
        return true;
    }

    /// <summary>Copies queued bytes from a position on.</summary>
    /// <returns>How many.</returns>
    public int Peek(int position, Span<byte> destination)
    {
        var count = Math.Min(Count - position, destination.Length);
        _bytes.AsSpan(_start + position, count).CopyTo(destination);
        return count;
    }

    /// <summary>Copies the first whole records, as many as fit; a record ends with a line feed.</summary>
    public byte[] PeekRecords(int maximum)
    {
        var bytes = _bytes.AsSpan(_start, Math.Min(Count, maximum));
        return bytes[..(bytes.LastIndexOf((byte)'\n') + 1)].ToArray();
    }

    /// <summary>Removes the first bytes.</summary>
    public void Dequeue(int count)
    {
        count = Math.Min(count, Count);
        _start += count;
        Count -= count;
        if (Count == 0)
        {
            Clear();
        }
    }

    /// <summary>Removes all, and gives the memory back.</summary>
    public void Clear() => (_bytes, _start, Count) = ([], 0, 0);

    private void MakeRoom(int length)
    {
        if (_start + Count + length <= _bytes.Length)
        {
            return;
        }

        var wanted = Count + length;
        var target = wanted <= _bytes.Length / 2 ? _bytes : new byte[Math.Min(capacity, Math.Max(4096, wanted * 2))];
        Buffer.BlockCopy(_bytes, _start, target, 0, Count);
        (_bytes, _start) = (target, 0);
    }
}
