using System.Security.Cryptography;
using System.Text;

namespace Pipelines.DurableTask.Embedded.Execution;

/// <summary>GUIDs made of names: RFC 9562, section 5.8 (version 8, with SHA-256), so the same name gives the same GUID.</summary>
internal static class DeterministicGuid
{
    public static Guid Create(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        var bytes = hash[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
