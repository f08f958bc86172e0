using System.Text.Json;
using System.Text.Json.Serialization;

namespace Octokit;

/// <summary>Reads and writes values that may be unknown.</summary>
internal sealed class StringEnumConverter<TEnum> : JsonConverter<StringEnum<TEnum>>
    where TEnum : struct
{
    public override StringEnum<TEnum> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, StringEnum<TEnum> value, JsonSerializerOptions options) => writer.WriteStringValue(value.StringValue);
}
