using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Pipelines.Functions.Embedded;

/// <summary>
/// The host's keys, made at its first start in <c>keys/</c> of the data directory, each file readable by its owner only.
/// The master and the default function key are kept hashed (<c>hashes.json</c>); <c>master.key</c> and
/// <c>default.key</c> hold them once, to be read and deleted. The key of the durable webhooks is kept as it is
/// (<c>durabletask.key</c>), because the host writes it into the addresses it hands out.
/// </summary>
internal sealed class KeyStore
{
    private const string Store = "keys";
    private readonly string directory;

    public KeyStore(HostSettings settings)
    {
        directory = Path.Combine(settings.DataDirectory, "keys");
        var hashes = ReadHashes() ?? CreateKeys();
        Master = HashOf(hashes, "master");
        Default = HashOf(hashes, "default");
        SystemKey = ReadSystemKey() ?? CreateKey("durabletask");
        System = Hash(SystemKey);
    }

    /// <summary>The hash of the master key.</summary>
    public byte[] Master { get; }

    /// <summary>The hash of the key that opens every function of level Function.</summary>
    public byte[] Default { get; }

    /// <summary>The hash of <see cref="SystemKey"/>.</summary>
    public byte[] System { get; }

    /// <summary>The key of the durable webhooks.</summary>
    public string SystemKey { get; }

    private string HashesFile => Path.Combine(directory, "hashes.json");

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private byte[] HashOf(Dictionary<string, string> hashes, string name) =>
        hashes.TryGetValue(name, out var text) && text.Length == 2 * SHA256.HashSizeInBytes
            ? Convert.FromHexString(text)
            : throw new InvalidOperationException($"{HashesFile} holds no hash named '{name}'; delete the file to have new keys made.");

    private Dictionary<string, string>? ReadHashes()
    {
        try
        {
            return File.Exists(HashesFile)
                ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(HashesFile))
                : null;
        }
        catch (JsonException exception)
        {
            throw new InvalidOperationException($"{HashesFile} is damaged; delete it to have new keys made.", exception);
        }
    }

    private string? ReadSystemKey()
    {
        var path = Path.Combine(directory, "durabletask.key");
        return File.Exists(path) && File.ReadAllText(path).Trim() is { Length: >= 32 } key ? key : null;
    }

    // The hashes come last: whoever finds them finds the keys written too, whenever the process died.
    private Dictionary<string, string> CreateKeys()
    {
        var hashes = new Dictionary<string, string>
        {
            ["master"] = Convert.ToHexStringLower(Hash(CreateKey("master"))),
            ["default"] = Convert.ToHexStringLower(Hash(CreateKey("default"))),
        };
        AtomicFile.Write(HashesFile, JsonSerializer.SerializeToUtf8Bytes(hashes), Store);
        return hashes;
    }

    private string CreateKey(string name)
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        AtomicFile.Write(Path.Combine(directory, name + ".key"), Encoding.UTF8.GetBytes(key + "\n"), Store);
        return key;
    }
}
