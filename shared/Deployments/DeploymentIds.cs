using System.Buffers.Binary;
using Pipelines.Storage.State;

namespace Pipelines.Deployments;

/// <summary>Ids of deployments: UUIDs of version 7 (RFC 9562, 5.7), whose order is the order of time.</summary>
public static class DeploymentIds
{
    /// <summary>Makes an id.</summary>
    /// <param name="now">The time it carries, to the millisecond.</param>
    public static string New(DateTimeOffset now) => Guid.CreateVersion7(now).ToString();

    /// <summary>Makes an id within an orchestrator, where time and randomness come from the context.</summary>
    /// <param name="now">The time it carries.</param>
    /// <param name="randomness">Where the other bits come from.</param>
    public static string New(DateTimeOffset now, Guid randomness)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = randomness.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = now.ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)(milliseconds >> 16));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[4..], (ushort)milliseconds);
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>The time that an id carries, to the millisecond.</summary>
    /// <exception cref="FormatException">The id is no UUID.</exception>
    public static DateTimeOffset TimeOf(string id)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = Guid.Parse(id).TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds(((long)BinaryPrimitives.ReadUInt32BigEndian(bytes) << 16) | BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]));
    }

    /// <summary>The key that sorts an id's deployment before all older ones: its complement, in hex.</summary>
    /// <param name="id">The id.</param>
    /// <exception cref="FormatException">The id is no UUID.</exception>
    internal static string NewestFirstKey(string id) => NewestFirst.KeyOf(Guid.Parse(id));
}
