using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Pipelines.Oci;

/// <summary>
/// The content address of a blob: <c>sha256:</c> and 64 lower-case hexadecimal digits (OCI image spec, "Digests").
/// Other algorithms are refused: every registry and tool in use produces sha256.
/// </summary>
[JsonConverter(typeof(DigestJsonConverter))]
public readonly record struct Digest : IParsable<Digest>, IComparable<Digest>
{
    private const string Prefix = "sha256:";
    private const int HexLength = 64;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly string? hex;

    private Digest(string hex) => this.hex = hex;

    /// <summary>The 64 hexadecimal digits; empty for <c>default(Digest)</c>, which addresses nothing.</summary>
    public string Hex => hex ?? string.Empty;

    /// <summary>Computes the digest of <paramref name="content"/>.</summary>
    public static Digest Of(ReadOnlySpan<byte> content) => FromHash(SHA256.HashData(content));

    /// <summary>Wraps a finished SHA-256 hash.</summary>
    /// <exception cref="ArgumentException">The hash is not 32 bytes long.</exception>
    public static Digest FromHash(ReadOnlySpan<byte> hash)
    {
        if (hash.Length != SHA256.HashSizeInBytes)
        {
            throw new ArgumentException("A SHA-256 hash has 32 bytes.", nameof(hash));
        }

        return new Digest(Convert.ToHexStringLower(hash));
    }

    /// <summary>Parses <c>sha256:…</c>.</summary>
    /// <exception cref="FormatException">The text is not a sha256 digest.</exception>
    public static Digest Parse(string s) => Parse(s, null);

    /// <inheritdoc/>
    public static Digest Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var digest)
            ? digest
            : throw new FormatException($"'{Abbreviate(s)}' is not a digest: sha256: and 64 hexadecimal digits are expected.");

    /// <summary>Parses <c>sha256:…</c> without throwing.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, out Digest result) => TryParse(s, null, out result);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Digest result)
    {
        result = default;
        if (s is null || s.Length != Prefix.Length + HexLength || !s.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        if (s.AsSpan(Prefix.Length).ContainsAnyExcept(HexDigits))
        {
            return false;
        }

        result = new Digest(s[Prefix.Length..]);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Digest other) => string.CompareOrdinal(Hex, other.Hex);

    /// <summary>Orders digests by their text.</summary>
    public static bool operator <(Digest left, Digest right) => left.CompareTo(right) < 0;

    /// <summary>Orders digests by their text.</summary>
    public static bool operator >(Digest left, Digest right) => left.CompareTo(right) > 0;

    /// <summary>Orders digests by their text.</summary>
    public static bool operator <=(Digest left, Digest right) => left.CompareTo(right) <= 0;

    /// <summary>Orders digests by their text.</summary>
    public static bool operator >=(Digest left, Digest right) => left.CompareTo(right) >= 0;

    /// <summary>The canonical text, <c>sha256:…</c>; empty for <c>default(Digest)</c>.</summary>
    public override string ToString() => hex is null ? string.Empty : Prefix + hex;

    private static string? Abbreviate(string? s) => s is { Length: > 100 } ? s[..100] + "…" : s;
}
