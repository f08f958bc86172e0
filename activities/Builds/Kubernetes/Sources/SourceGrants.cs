using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipelines.Storage.Secrets;

namespace Pipelines.Activities.Builds.Kubernetes.Sources;

/// <summary>
/// Writes leave to read one source snapshot into an address, and reads it back: whoever has the address may read, signed
/// (HMAC-SHA256) and only for a while.
/// </summary>
/// <param name="keys">Where the signing key comes from.</param>
/// <param name="time">The clock.</param>
public sealed class SourceGrants(SecretKeyRing keys, TimeProvider time)
{
    private const int MaximumLength = 2048;
    private readonly byte[] key = keys.Derive("pipelines source addresses");

    /// <summary>Signs leave to read a snapshot.</summary>
    /// <param name="blob">The snapshot's name in the blob store.</param>
    /// <param name="until">When it ends, UTC.</param>
    public string Sign(string blob, DateTimeOffset until)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(new Grant(blob, until.ToUnixTimeSeconds()));
        return $"{Base64Url.EncodeToString(payload)}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, payload))}";
    }

    /// <summary>Reads leave back.</summary>
    /// <returns>The snapshot's name; null when it is not ours, was changed, or is over.</returns>
    public string? Verify(string token)
    {
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        if (token.Length > MaximumLength || dot < 0 || !TryDecode(token[..dot], out var payload) || !TryDecode(token[(dot + 1)..], out var signature)
            || !CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, payload), signature))
        {
            return null;
        }

        // Only what this platform wrote comes this far.
        var grant = JsonSerializer.Deserialize<Grant>(payload)!;
        return grant.Until > time.GetUtcNow().ToUnixTimeSeconds() ? grant.Blob : null;
    }

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = [];
        if (!Base64Url.IsValid(text, out var length))
        {
            return false;
        }

        bytes = new byte[length];
        return Base64Url.TryDecodeFromUtf8(Encoding.ASCII.GetBytes(text), bytes, out _);
    }

    private sealed record Grant(string Blob, long Until);
}
