using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Pipelines.AppSpecs;
using Pipelines.Functions.Http;

namespace Pipelines.Functions.OpenApi;

/// <summary>JSON schemas of the types that go over the wire, each under its name and referred to by the others.</summary>
internal sealed class SchemaSet
{
    private const string Suffix = "Wire";
    private readonly SortedDictionary<string, Type> _types = new(StringComparer.Ordinal);

    /// <summary>A reference to a type's schema.</summary>
    public JsonObject ReferenceTo(Type type)
    {
        var name = NameOf(type);
        _types[name] = type;
        return new JsonObject { ["$ref"] = "#/components/schemas/" + name };
    }

    /// <summary>Writes all schemas that were referred to, and those they refer to.</summary>
    public JsonObject Write()
    {
        var written = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        while (_types.FirstOrDefault(type => !written.ContainsKey(type.Key)) is { Value: { } type, Key: { } name })
        {
            written[name] = SchemaOf(type);
        }

        return new JsonObject(written.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
    }

    private static string NameOf(Type type) => type.Name.EndsWith(Suffix, StringComparison.Ordinal) ? type.Name[..^Suffix.Length] : type.Name;

    // App Specs have a form of their own.
    private static JsonSerializerOptions OptionsOf(Type type) =>
        type.Namespace == typeof(AppSpec).Namespace ? AppSpecJson.Options : ApiJson.Options;

    private JsonNode SchemaOf(Type type) => OptionsOf(type).GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (context, schema) => Refer(context, schema, type),
    });

    private JsonNode Refer(JsonSchemaExporterContext context, JsonNode schema, Type root)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var isRoot = type == root && context.PropertyInfo is null && context.Path.IsEmpty;
        var isOurs = type is { IsEnum: false, IsGenericType: false } && type.Namespace?.StartsWith(nameof(Pipelines), StringComparison.Ordinal) == true
            && (type == typeof(AppSpec) || context.TypeInfo.Kind == JsonTypeInfoKind.Object);
        return isRoot || !isOurs ? schema : ReferenceTo(type);
    }
}
