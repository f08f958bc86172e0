using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Pipelines.Storage.Secrets;

/// <summary>
/// Encrypts secret values for storage and for showing: AES-256-GCM, written <c>EV[n:nonce:ciphertext+tag]</c> with base64
/// parts and n the key's number, as DigitalOcean's encrypted values look.
/// </summary>
/// <remarks>
/// A value is bound to a context, the id of the app it belongs to, as associated data. Whoever may read one app's spec
/// sees its protected values; were they not bound, they could be put into another app's spec, which then prints them.
/// The same app gets its values back unchanged, and another is refused, as on the real platform.
/// </remarks>
/// <param name="keys">The keys.</param>
public sealed partial class SecretProtector(SecretKeyRing keys)
{
    /// <summary>The greatest length of a plain value, bytes of UTF-8.</summary>
    public const int MaximumLength = 1024 * 1024;

    private const int NonceLength = 12;
    private const int TagLength = 16;

    // What a value of the greatest length has: base64 of it and of the tag, the nonce, and the brackets.
    private const int MaximumProtectedLength = ((MaximumLength + TagLength + 3) / 3 * 4) + 64;

    /// <summary>Tells whether a text has the form of a protected value; whether it can be read is another question.</summary>
    public static bool IsProtected(string? value) =>
        value is { Length: <= MaximumProtectedLength } && value.StartsWith("EV[", StringComparison.Ordinal) && Pattern().IsMatch(value);

    /// <summary>Protects a value with the newest key.</summary>
    /// <param name="plain">The secret.</param>
    /// <param name="context">The id of the app it belongs to.</param>
    /// <exception cref="ArgumentException">The value is longer than <see cref="MaximumLength"/> or no valid text.</exception>
    public string Protect(string plain, string context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var bytes = Encode(plain);
        _ = keys.TryGet(keys.Newest, out var key);
        var nonce = RandomNumberGenerator.GetBytes(NonceLength);
        var sealedBytes = new byte[bytes.Length + TagLength];
        using (var aes = new AesGcm(key, TagLength))
        {
            aes.Encrypt(nonce, bytes, sealedBytes.AsSpan(0, bytes.Length), sealedBytes.AsSpan(bytes.Length), AssociatedData(keys.Newest, context));
        }

        CryptographicOperations.ZeroMemory(bytes);
        return $"EV[{keys.Newest}:{Convert.ToBase64String(nonce)}:{Convert.ToBase64String(sealedBytes)}]";
    }

    /// <summary>Reads a protected value.</summary>
    /// <param name="value">What <see cref="Protect"/> returned.</param>
    /// <param name="context">The context it was protected for.</param>
    /// <exception cref="CryptographicException">It is of another form, key or context, or was changed.</exception>
    public string Unprotect(string value, string context) =>
        TryUnprotect(value, context, out var plain)
            ? plain
            : throw new CryptographicException("The encrypted value cannot be read: it belongs to another app or key, or was changed. Give the secret itself again.");

    /// <summary>Reads a protected value, or tells that it cannot be read.</summary>
    /// <param name="value">What <see cref="Protect"/> returned.</param>
    /// <param name="context">The context it was protected for.</param>
    /// <param name="plain">The secret, or an empty text.</param>
    public bool TryUnprotect(string? value, string context, out string plain)
    {
        ArgumentNullException.ThrowIfNull(context);
        plain = "";
        if (!IsProtected(value) || !TrySplit(value!, out var number, out var nonce, out var sealedBytes) || !keys.TryGet(number, out var key))
        {
            return false;
        }

        var bytes = new byte[sealedBytes.Length - TagLength];
        try
        {
            using var aes = new AesGcm(key, TagLength);
            aes.Decrypt(nonce, sealedBytes.AsSpan(0, bytes.Length), sealedBytes.AsSpan(bytes.Length), bytes, AssociatedData(number, context));
            plain = Encoding.UTF8.GetString(bytes);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static byte[] Encode(string plain)
    {
        ArgumentNullException.ThrowIfNull(plain);
        try
        {
            // A lone surrogate would come back as another character: refuse it instead.
            var bytes = new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(plain);
            return bytes.Length <= MaximumLength
                ? bytes
                : throw new ArgumentException($"A secret has at most {MaximumLength} bytes; this one has {bytes.Length}.", nameof(plain));
        }
        catch (EncoderFallbackException failure)
        {
            throw new ArgumentException("The secret is no valid Unicode text.", nameof(plain), failure);
        }
    }

    private static byte[] AssociatedData(int number, string context) => Encoding.UTF8.GetBytes($"EV:{number}:{context}");

    private static bool TrySplit(string value, out int number, out byte[] nonce, out byte[] sealedBytes)
    {
        var parts = value[3..^1].Split(':');
        (number, nonce, sealedBytes) = (int.Parse(parts[0], CultureInfo.InvariantCulture), [], []);
        try
        {
            nonce = Convert.FromBase64String(parts[1]);
            sealedBytes = Convert.FromBase64String(parts[2]);
        }
        catch (FormatException)
        {
            return false;
        }

        return nonce.Length == NonceLength && sealedBytes.Length >= TagLength;
    }

    [GeneratedRegex(@"\AEV\[[1-9][0-9]{0,8}:[A-Za-z0-9+/]{16}:[A-Za-z0-9+/]{22,}={0,2}\]\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
