using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipelines.Oci;

/// <summary>
/// The credentials in a docker config file (<c>~/.docker/config.json</c>, a Kubernetes <c>.dockerconfigjson</c>).
/// Credential helpers are other programs and are not started.
/// </summary>
public sealed class DockerConfig
{
    private const int MaxBytes = 1 << 20;

    private readonly Dictionary<string, RegistryCredentials> credentials;

    private DockerConfig(Dictionary<string, RegistryCredentials> credentials) => this.credentials = credentials;

    /// <summary>Reads a config.</summary>
    /// <exception cref="FormatException">It is no docker config, or larger than 1 MiB.</exception>
    public static DockerConfig Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxBytes)
        {
            throw new FormatException("The docker config is larger than 1 MiB.");
        }

        try
        {
            var file = JsonSerializer.Deserialize<ConfigFile>(utf8);
            var found = new Dictionary<string, RegistryCredentials>(StringComparer.OrdinalIgnoreCase);
            foreach (var (server, entry) in file?.Auths ?? [])
            {
                if (entry is not null && CredentialsOf(entry) is { } one)
                {
                    found[HostOf(server)] = one;
                }
            }

            return new DockerConfig(found);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The docker config is not valid JSON at line {exception.LineNumber}.", exception);
        }
    }

    /// <summary>Reads a config file.</summary>
    /// <exception cref="FormatException">It is no docker config.</exception>
    public static DockerConfig Load(string path) => new FileInfo(path).Length > MaxBytes
        ? throw new FormatException("The docker config is larger than 1 MiB.")
        : Parse(File.ReadAllBytes(path));

    /// <summary>The credentials for a registry (<c>host[:port]</c>); null when there are none.</summary>
    public RegistryCredentials? Find(string registry) => credentials.GetValueOrDefault(HostOf(registry));

    private static RegistryCredentials? CredentialsOf(AuthEntry entry)
    {
        if (!string.IsNullOrEmpty(entry.Username) && entry.Password is not null)
        {
            return new RegistryCredentials(entry.Username, entry.Password);
        }

        if (string.IsNullOrEmpty(entry.Auth))
        {
            return null;
        }

        var bytes = new byte[entry.Auth.Length];
        var text = Convert.TryFromBase64String(entry.Auth, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : string.Empty;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            ? new RegistryCredentials(text[..colon], text[(colon + 1)..].TrimEnd('\0'))
            : throw new FormatException("An 'auth' of the docker config is not base64 of user:password.");
    }

    // Keys are hosts, or old-style URLs such as https://registry.example/v1/.
    private static string HostOf(string server)
    {
        var start = server.IndexOf("://", StringComparison.Ordinal);
        var host = start < 0 ? server : server[(start + 3)..];
        var slash = host.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? host : host[..slash];
    }

    private sealed record ConfigFile([property: JsonPropertyName("auths")] Dictionary<string, AuthEntry?>? Auths);

    private sealed record AuthEntry(
        [property: JsonPropertyName("auth")] string? Auth,
        [property: JsonPropertyName("username")] string? Username,
        [property: JsonPropertyName("password")] string? Password);
}
