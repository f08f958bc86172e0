using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Pipelines.Storage.Files;

namespace Pipelines.Storage.Secrets;

/// <summary>The keys that protect secrets, by number. The highest one protects; all of them unprotect, so a key is rotated by adding one.</summary>
public sealed class SecretKeyRing
{
    /// <summary>The length of a key, bytes: AES-256.</summary>
    public const int KeyLength = 32;

    private readonly SortedDictionary<int, byte[]> _keys = [];

    /// <summary>Initializes a new instance of the <see cref="SecretKeyRing"/> class.</summary>
    /// <param name="keys">Keys of 32 bytes by number, 1 or greater.</param>
    /// <exception cref="ArgumentException">There is no key, or one is of the wrong length.</exception>
    public SecretKeyRing(IReadOnlyDictionary<int, byte[]> keys)
    {
        foreach (var (number, key) in keys)
        {
            if (number < 1 || key.Length != KeyLength)
            {
                throw new ArgumentException($"Secret key {number} must be numbered from 1 and have {KeyLength} bytes; it has {key.Length}.", nameof(keys));
            }

            _keys.Add(number, [.. key]);
        }

        if (_keys.Count == 0)
        {
            throw new ArgumentException("At least one secret key is needed.", nameof(keys));
        }

        Newest = _keys.Keys.Last();
    }

    /// <summary>Gets the number of the key that protects.</summary>
    public int Newest { get; }

    /// <summary>Reads keys from configuration: <c>Pipelines:Secrets:Keys:&lt;number&gt;</c> is base64 of 32 bytes.</summary>
    /// <returns>The ring, or null where none is configured.</returns>
    /// <exception cref="InvalidOperationException">A configured key is malformed.</exception>
    public static SecretKeyRing? FromConfiguration(IConfiguration configuration)
    {
        var section = configuration.GetSection("Pipelines:Secrets:Keys");
        var lines = section.GetChildren().Select(static key => (key.Key, key.Value ?? "")).ToList();
        return lines.Count == 0 ? null : Parse(lines, section.Path);
    }

    /// <summary>
    /// Reads keys from a file of lines <c>&lt;number&gt;:&lt;base64&gt;</c>; makes it with a random key 1 and mode 0600
    /// where it is missing. A key is added by appending a line.
    /// </summary>
    /// <exception cref="InvalidOperationException">The file is malformed or open to other users.</exception>
    /// <exception cref="IOException">The file cannot be made or read.</exception>
    public static SecretKeyRing OpenOrCreate(string path)
    {
        if (!File.Exists(path) && PrivateFile.TryCreate(path, $"1:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength))}\n"))
        {
            StorageMetrics.Committed("secrets");
        }

        PrivateFile.RequirePrivate(path);
        var lines = File.ReadAllLines(path)
            .Select(static line => line.Trim())
            .Where(static line => line.Length > 0 && line[0] != '#')
            .Select(static line => line.Split(':', 2))
            .Select(static parts => (parts[0], parts.Length > 1 ? parts[1] : ""));
        return Parse(lines, path);
    }

    /// <summary>Makes a key of 32 bytes for another purpose out of the newest key (HKDF-SHA256, RFC 5869): the same for every process that has the ring.</summary>
    /// <param name="purpose">What it is for; different purposes have unrelated keys.</param>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _keys[Newest], KeyLength, info: Encoding.UTF8.GetBytes(purpose));

    /// <summary>Finds a key.</summary>
    internal bool TryGet(int number, out ReadOnlySpan<byte> key)
    {
        var found = _keys.TryGetValue(number, out var bytes);
        key = bytes;
        return found;
    }

    private static SecretKeyRing Parse(IEnumerable<(string Number, string Key)> lines, string origin)
    {
        var keys = new Dictionary<int, byte[]>();
        foreach (var (number, text) in lines)
        {
            var key = new byte[KeyLength];
            if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) || parsed < 1
                || !Convert.TryFromBase64String(text, key, out var length) || length != KeyLength || !keys.TryAdd(parsed, key))
            {
                // The text is not repeated: most of it may be a key.
                throw new InvalidOperationException($"{origin}: each key needs a number of its own, from 1, and base64 of {KeyLength} bytes.");
            }
        }

        return keys.Count > 0 ? new SecretKeyRing(keys) : throw new InvalidOperationException($"{origin}: there is no key.");
    }
}
