using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipelines.Clusters.Local;

/// <summary>What the local node and its client agree on: JSON, paths and limits of the HTTP API on the node's Unix socket.</summary>
public static class LocalNodeProtocol
{
    /// <summary>The socket's name in the node's data directory.</summary>
    public const string SocketName = "node.sock";

    /// <summary>The greatest size of a release or job that the node takes, in bytes.</summary>
    public const int MaximumRequestBytes = 16 << 20;

    /// <summary>The greatest message of a shell's websocket, in bytes.</summary>
    public const int MaximumShellMessage = 32 << 10;

    /// <summary>Gets how messages are written, and the node's records on disk.</summary>
    public static JsonSerializerOptions Json { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
