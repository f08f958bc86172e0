using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary>
/// What Go's <c>encoding/json</c> does to godo's types. A client never sees more of an answer than its types hold, and sends
/// nothing else: an answer that it keeps and sends back has lost what it does not know.
/// </summary>
internal static partial class GoJson
{
    /// <summary>Reads a value into a type: unknown members are dropped, null leaves what was there, a wrong kind of value is an error.</summary>
    /// <param name="type">The type of <see cref="GodoTypes"/>.</param>
    /// <param name="value">The value.</param>
    /// <param name="disallowUnknown">Whether unknown members are an error, too, as where doctl reads files.</param>
    /// <exception cref="JsonException">As Go's <c>UnmarshalTypeError</c>, or the error of <c>time.Time</c>.</exception>
    public static JsonObject Decode(string type, JsonElement value, bool disallowUnknown = false) =>
        (JsonObject)(ReadStruct(type, value, type, disallowUnknown) ?? new JsonObject());

    /// <summary>Writes a value of a type: zero members are left out where the type says so, and written where it does not.</summary>
    public static JsonObject Encode(string type, JsonObject value)
    {
        var written = new JsonObject();
        foreach (var member in GodoTypes.MembersOf(type))
        {
            var held = value[member.Name];
            if (!member.OmitEmpty || !IsEmpty(member.Type, held))
            {
                written[member.Name] = held is null ? ZeroOf(member.Type) : Write(member.Type, held);
            }
        }

        return written;
    }

    private static JsonNode? Read(string type, JsonElement value, string where, bool strict) => (type[0], value.ValueKind) switch
    {
        (_, JsonValueKind.Null) => null,
        ('[', JsonValueKind.Array) => new JsonArray([.. value.EnumerateArray().Select((item, index) => Read(type[1..^1], item, $"{where}[{index}]", strict))]),
        ('{', JsonValueKind.Object) => new JsonObject(value.EnumerateObject().Select(item => KeyValuePair.Create(item.Name, Read(type[1..^1], item.Value, $"{where}.{item.Name}", strict)))),
        ('[' or '{', _) => throw Mismatch(type, value, where),
        _ => ReadSingle(type, value, where, strict),
    };

    private static JsonNode? ReadSingle(string type, JsonElement value, string where, bool strict) => (type, value.ValueKind) switch
    {
        ("string" or "*string", JsonValueKind.String) => value.GetString(),
        ("bool", JsonValueKind.True or JsonValueKind.False) => value.GetBoolean(),
        ("int32", JsonValueKind.Number) when value.TryGetInt32(out var number) => number,
        ("int64", JsonValueKind.Number) when value.TryGetInt64(out var number) => number,
        ("float32", JsonValueKind.Number) when float.IsFinite(value.GetSingle()) => value.GetDecimal(),
        ("float64", JsonValueKind.Number) => value.GetDouble(),
        ("time", JsonValueKind.String) when Rfc3339().IsMatch(value.GetString()!) => value.GetString(),
        ("string" or "*string" or "bool" or "int32" or "int64" or "float32" or "float64" or "time", _) => throw Mismatch(type, value, where),
        _ => ReadStruct(type, value, where, strict),
    };

    private static JsonObject? ReadStruct(string type, JsonElement value, string where, bool strict)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Mismatch(type, value, where);
        }

        var members = GodoTypes.MembersOf(type);
        var read = new JsonObject();
        foreach (var item in value.EnumerateObject())
        {
            // Go takes a member for its field in whatever case it is.
            if (members.FirstOrDefault(member => member.Name.Equals(item.Name, StringComparison.OrdinalIgnoreCase)) is { } known)
            {
                read[known.Name] = Read(known.Type, item.Value, $"{where}.{known.Name}", strict);
            }
            else if (strict)
            {
                throw new JsonException($"json: unknown field \"{item.Name}\"");
            }
        }

        return read;
    }

    private static JsonNode? Write(string type, JsonNode held) => type[0] switch
    {
        '[' => new JsonArray([.. held.AsArray().Select(item => item is null ? null : Write(type[1..^1], item))]),
        _ when held is JsonObject structure && type[0] != '{' => Encode(type, structure),
        _ => held.DeepClone(),
    };

    // The zero of a pointer to a string is null: an empty one is sent.
    private static bool IsEmpty(string type, JsonNode? held) => held switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonObject map => type[0] == '{' && map.Count == 0,
        _ => held.GetValueKind() switch
        {
            JsonValueKind.String => type != "*string" && held.GetValue<string>().Length == 0,
            JsonValueKind.False => true,
            JsonValueKind.Number => held.ToJsonString() is "0" or "0.0",
            _ => false,
        },
    };

    private static JsonNode? ZeroOf(string type) => type switch
    {
        "string" => "",
        "bool" => false,
        "int32" or "int64" or "float32" or "float64" => 0,
        _ => null,
    };

    private static JsonException Mismatch(string type, JsonElement value, string where) =>
        new($"json: cannot unmarshal {value.GetRawText()} into Go struct field {where} of type {type}");

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Rfc3339();
}
