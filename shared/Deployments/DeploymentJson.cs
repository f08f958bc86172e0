using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pipelines.AppSpecs;

namespace Pipelines.Deployments;

/// <summary>JSON of stored documents: snake_case, nulls absent, App Specs in their own form.</summary>
public static class DeploymentJson
{
    /// <summary>Gets the options.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = AppSpecJson.Options.Encoder,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper), new AppSpecConverter() },

        // Said here, not found at the first use: a description of the types may come before any is written.
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private sealed class AppSpecConverter : JsonConverter<AppSpec>
    {
        public override AppSpec? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<AppSpec>(ref reader, AppSpecJson.Options);

        public override void Write(Utf8JsonWriter writer, AppSpec value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, AppSpecJson.Options);
    }
}
