using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipelines.Functions.Http;
using Pipelines.Storage.Secrets;

namespace Pipelines.Functions.Api.Logs;

/// <summary>
/// Writes grants into addresses and reads them back. Clients fetch logs by plain, unauthenticated requests: the address
/// itself is the leave, signed (HMAC-SHA256) and short-lived.
/// </summary>
/// <param name="keys">Where the signing key comes from.</param>
/// <param name="time">The clock.</param>
public sealed class LogGrants(SecretKeyRing keys, TimeProvider time)
{
    private const int MaximumLength = 1024;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(10);
    private readonly byte[] _key = keys.Derive("pipelines log addresses");

    /// <summary>Signs a grant; it is good for ten minutes.</summary>
    public string Sign(LogGrant grant)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(new SignedGrant(grant, (time.GetUtcNow() + s_lifetime).ToUnixTimeSeconds()));
        return $"{Base64Url.EncodeToString(payload)}.{Base64Url.EncodeToString(HMACSHA256.HashData(_key, payload))}";
    }

    /// <summary>Reads a grant.</summary>
    /// <exception cref="ApiException">403: it is not ours, or was changed; 410: it is over.</exception>
    public LogGrant Verify(string token)
    {
        if (!TryRead(token, out var signed))
        {
            throw ApiException.Forbidden("the address of the log is not valid; ask for the logs again");
        }

        return signed.Until > time.GetUtcNow().ToUnixTimeSeconds()
            ? signed.Grant
            : throw ApiException.Gone("the address of the log is not valid any more; ask for the logs again");
    }

    private bool TryRead(string token, out SignedGrant signed)
    {
        signed = null!;
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        if (token.Length > MaximumLength || dot < 0 || !TryDecode(token.AsSpan(0, dot), out var payload) || !TryDecode(token.AsSpan(dot + 1), out var signature)
            || !CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_key, payload), signature))
        {
            return false;
        }

        // Only what this platform wrote comes this far.
        signed = JsonSerializer.Deserialize<SignedGrant>(payload)!;
        return true;
    }

    private static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        if (!Base64Url.IsValid(text, out var length))
        {
            return false;
        }

        bytes = new byte[length];
        return Base64Url.TryDecodeFromUtf8(Encoding.ASCII.GetBytes(text.ToString()), bytes, out _);
    }

    private sealed record SignedGrant(LogGrant Grant, long Until);
}
