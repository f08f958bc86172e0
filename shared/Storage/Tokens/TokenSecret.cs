using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Pipelines.Storage.Tokens;

/// <summary>The text of a token: <c>plt_v1_</c> and 64 hexadecimal digits.</summary>
internal static class TokenSecret
{
    private const string Start = "plt_v1_";
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");
    private const int RandomBytes = 32;
    private const int Length = 7 + (RandomBytes * 2);
    private const int ShownLength = 12;

    /// <summary>A new one, random.</summary>
    public static string New() => Start + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>Tells whether a text has a token's form.</summary>
    public static bool IsWellFormed(string? text) =>
        text is { Length: Length } && text.StartsWith(Start, StringComparison.Ordinal) && !text.AsSpan(Start.Length).ContainsAnyExcept(Digits);

    /// <summary>Its SHA-256. The token is random, so a slow hash would add nothing.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>The key of its document.</summary>
    public static string IdOf(ReadOnlySpan<byte> hash) => Convert.ToHexStringLower(hash[..16]);

    /// <summary>Tells whether a text has the form of such a key.</summary>
    public static bool IsId(string? text) => text is { Length: 32 } && !text.AsSpan().ContainsAnyExcept(Digits);

    /// <summary>The part of it that is shown.</summary>
    public static string PrefixOf(string secret) => secret[..ShownLength];
}
