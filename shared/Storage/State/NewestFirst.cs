namespace Pipelines.Storage.State;

/// <summary>Keys that put the newest document first, for a store lists only in ascending order.</summary>
public static class NewestFirst
{
    /// <summary>The key that sorts what has an id before all that is older: the id's complement, in hex.</summary>
    /// <param name="id">A UUID of version 7 (RFC 9562, 5.7), whose order is the order of time.</param>
    public static string KeyOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = id.TryWriteBytes(bytes, bigEndian: true, out _);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)~bytes[i];
        }

        return Convert.ToHexStringLower(bytes);
    }
}
