using System.Text.Json;

namespace Microsoft.DurableTask.Converters;

/// <summary>Converts data to and from JSON with System.Text.Json; fields are included.</summary>
public class JsonDataConverter : DataConverter
{
    private static readonly JsonSerializerOptions s_defaultOptions = new() { IncludeFields = true };

    private readonly JsonSerializerOptions _options;

    /// <summary>Initializes a new instance of the <see cref="JsonDataConverter"/> class.</summary>
    /// <param name="options">The serializer's options, or null for the default ones.</param>
    public JsonDataConverter(JsonSerializerOptions? options = null) => _options = options ?? s_defaultOptions;

    /// <summary>Gets the converter with default options.</summary>
    public static JsonDataConverter Default { get; } = new();

    /// <inheritdoc/>
    public override string? Serialize(object? value) =>
        value is null ? null : JsonSerializer.Serialize(value, _options);

    /// <inheritdoc/>
    public override object? Deserialize(string? data, Type targetType) =>
        data is null ? null : JsonSerializer.Deserialize(data, targetType, _options);
}
