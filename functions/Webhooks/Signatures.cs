using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pipelines.Functions.Webhooks;

/// <summary>Checks of signatures and tokens, in constant time.</summary>
internal static class Signatures
{
    private const string Sha256Prefix = "sha256=";

    /// <summary>Whether a header holds <c>sha256=</c> and the hex HMAC-SHA256 of the body.</summary>
    public static bool IsHexHmac(IHeaderDictionary headers, string header, ReadOnlySpan<byte> body, string secret)
    {
        if (Single(headers, header) is not { } value || !value.StartsWith(Sha256Prefix, StringComparison.Ordinal) || value.Length != Sha256Prefix.Length + (2 * SHA256.HashSizeInBytes))
        {
            return false;
        }

        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        return Convert.FromHexString(value.AsSpan(Sha256Prefix.Length), given, out _, out _) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body), given);
    }

    /// <summary>Whether a header holds the secret itself; neither its content nor its length can be found out by the time taken.</summary>
    public static bool IsSecret(IHeaderDictionary headers, string header, string secret) =>
        Single(headers, header) is { } value
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(value)), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>A header that is there exactly once; null otherwise.</summary>
    public static string? Single(IHeaderDictionary headers, string name) => headers[name] is [{ Length: > 0 } value] ? value : null;
}
