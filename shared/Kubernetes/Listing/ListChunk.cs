using System.Text.Json;
using System.Text.Json.Nodes;
using Pipelines.Kubernetes.Requests;

namespace Pipelines.Kubernetes.Listing;

/// <summary>A part of a list.</summary>
/// <param name="Items">The objects, each a document of its own, so that keeping one does not keep the others.</param>
/// <param name="ResourceVersion">The version of the whole list.</param>
/// <param name="Continue">Where the next part begins; null at the end.</param>
internal sealed record ListChunk(IReadOnlyList<JsonObject> Items, string? ResourceVersion, string? Continue)
{
    /// <summary>Parses an answer.</summary>
    /// <param name="bytes">The answer.</param>
    /// <param name="type">The objects' type, which lists do not repeat for each.</param>
    /// <exception cref="JsonException">It is not a list.</exception>
    public static ListChunk Parse(ReadOnlySpan<byte> bytes, ResourceType type)
    {
        var reader = new Utf8JsonReader(bytes, Answer.Json);
        JsonObject? metadata = null;
        List<JsonObject> items = [];
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isItems = reader.ValueTextEquals("items"u8);
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (isItems && reader.TokenType == JsonTokenType.StartArray)
            {
                items = ParseItems(ref reader, type);
            }
            else if (isMetadata)
            {
                metadata = JsonNode.Parse(ref reader) as JsonObject;
            }
            else
            {
                reader.Skip();
            }
        }

        Expect(metadata is not null);
        return new ListChunk(items, (string?)metadata!["resourceVersion"], (string?)metadata["continue"] is { Length: > 0 } next ? next : null);
    }

    private static List<JsonObject> ParseItems(ref Utf8JsonReader reader, ResourceType type)
    {
        var items = new List<JsonObject>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var item = JsonNode.Parse(ref reader) as JsonObject;
            Expect(item is not null);
            item!.TryAdd("apiVersion", type.ApiVersion);
            item.TryAdd("kind", type.Kind);
            items.Add(item);
        }

        return items;
    }

    private static void Expect(bool isSo)
    {
        if (!isSo)
        {
            throw new JsonException("Not a list.");
        }
    }
}
