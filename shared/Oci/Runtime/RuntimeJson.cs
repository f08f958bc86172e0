using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipelines.Oci.Runtime;

/// <summary>Writes bundles' configuration.</summary>
public static class RuntimeJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>The content of <c>config.json</c>.</summary>
    /// <param name="spec">The configuration.</param>
    public static byte[] Serialize(RuntimeSpec spec) => JsonSerializer.SerializeToUtf8Bytes(spec, Options);
}
