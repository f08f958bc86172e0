using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipelines.Oci;

/// <summary>
/// Reads and writes a set of names as the image spec does: a JSON object whose members are empty objects
/// (<c>"ExposedPorts": {"8080/tcp": {}}</c>), here in ordinal order so that equal sets have equal text.
/// </summary>
internal sealed class KeySetJsonConverter : JsonConverter<IReadOnlyCollection<string>>
{
    public override IReadOnlyCollection<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An object is expected.");
        }

        var names = new SortedSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            names.Add(reader.GetString()!);
            reader.Read();
            reader.Skip();
        }

        return names;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyCollection<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var name in value.Order(StringComparer.Ordinal))
        {
            writer.WriteStartObject(name);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
