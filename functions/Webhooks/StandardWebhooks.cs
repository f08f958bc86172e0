using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pipelines.Functions.Webhooks;

/// <summary>Signatures after the Standard Webhooks specification, which GitLab's signing tokens follow: id, time and body are signed.</summary>
internal static class StandardWebhooks
{
    /// <summary>What a signing token begins with; base64 of the key follows.</summary>
    public const string KeyPrefix = "whsec_";

    private const string VersionPrefix = "v1,";
    private const int MaximumSignatures = 10;
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Whether one of the signatures is right and the time is at most five minutes off.</summary>
    public static bool IsSigned(IHeaderDictionary headers, ReadOnlySpan<byte> body, string signingToken, DateTimeOffset now)
    {
        var key = new byte[signingToken.Length];
        if (!Convert.TryFromBase64String(signingToken[KeyPrefix.Length..], key, out var length)
            || Signatures.Single(headers, "webhook-id") is not { } id
            || Signatures.Single(headers, "webhook-timestamp") is not { } timestamp
            || Signatures.Single(headers, "webhook-signature") is not { } signatures
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(now.ToUnixTimeSeconds() - seconds) > s_tolerance.TotalSeconds)
        {
            return false;
        }

        var expected = HMACSHA256.HashData(key.AsSpan(0, length), [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body]);
        return signatures.Split(' ', MaximumSignatures).Any(signature => IsEqual(signature, expected));
    }

    private static bool IsEqual(string signature, byte[] expected)
    {
        var given = new byte[SHA256.HashSizeInBytes];
        return signature.StartsWith(VersionPrefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(signature[VersionPrefix.Length..], given, out var length)
            && length == given.Length
            && CryptographicOperations.FixedTimeEquals(expected, given);
    }
}
