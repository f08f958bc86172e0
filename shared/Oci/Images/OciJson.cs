using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Pipelines.Oci;

/// <summary>
/// The JSON form of manifests, indexes and configs. Writing is deterministic: members in declaration order, maps
/// sorted, empty collections left out unless the spec requires them.
/// </summary>
internal static class OciJson
{
    // The image spec requires these even when they are empty.
    private static readonly string[] RequiredCollections = ["layers", "manifests", "diff_ids"];

    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 16,
        AllowDuplicateProperties = false,
        PropertyNameCaseInsensitive = false,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { OmitEmptyCollections } },
    };

    /// <summary>Writes a document as UTF-8.</summary>
    public static byte[] Write<T>(T document) => JsonSerializer.SerializeToUtf8Bytes(document, Options);

    /// <summary>Reads a document; <paramref name="kind"/> names it in the error.</summary>
    /// <exception cref="InvalidImageException">The text is not such a document.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8, string kind)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(utf8, Options)
                ?? throw new InvalidImageException($"The {kind} is JSON null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidImageException($"The {kind} is not valid: {exception.Message}", exception);
        }
    }

    private static void OmitEmptyCollections(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            var isCollection = property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(IEnumerable));
            if (isCollection && !RequiredCollections.Contains(property.Name))
            {
                property.ShouldSerialize = static (_, value) => value is IEnumerable items && items.GetEnumerator().MoveNext();
            }
        }
    }
}
