using k8s.Exceptions;

namespace k8s.Loading;

/// <summary>The fields of a map, read by the form they must have.</summary>
internal sealed class YamlFields
{
    private static readonly Dictionary<string, YamlValue> None = [];

    private readonly string source;
    private readonly IReadOnlyDictionary<string, YamlValue> entries;

    /// <summary>Initializes a new instance of the <see cref="YamlFields"/> class.</summary>
    /// <exception cref="KubeConfigException">The value is not a map.</exception>
    public YamlFields(string source, YamlValue value)
    {
        this.source = source;
        Path = value.Path;
        entries = value.Entries ?? (value.IsNull ? None : throw Wrong(value, "is not a map"));
    }

    /// <summary>Gets the map's place.</summary>
    public string Path { get; }

    /// <summary>Reads a text; null when it is not there.</summary>
    public string? Text(string field) => entries.TryGetValue(field, out var value) ? AsText(value) : null;

    /// <summary>Reads a truth value; false when it is not there.</summary>
    public bool Flag(string field) => Text(field)?.ToLowerInvariant() switch
    {
        null or "false" or "no" or "off" => false,
        "true" or "yes" or "on" => true,
        _ => throw Wrong(field, "is neither true nor false"),
    };

    /// <summary>Reads a map; null when it is not there.</summary>
    public YamlFields? Inner(string field) => entries.TryGetValue(field, out var value) && !value.IsNull ? new YamlFields(source, value) : null;

    /// <summary>Reads a map of values; null when it is not there.</summary>
    public IReadOnlyDictionary<string, YamlValue>? Map(string field) => Inner(field)?.entries;

    /// <summary>Reads a list; empty when it is not there.</summary>
    public IReadOnlyList<YamlValue> List(string field) =>
        !entries.TryGetValue(field, out var value) || value.IsNull ? [] : value.Items ?? throw Wrong(value, "is not a list");

    /// <summary>Reads a list of texts; null when it is not there.</summary>
    public List<string>? Texts(string field) =>
        entries.ContainsKey(field) ? [.. List(field).Select(item => AsText(item) ?? string.Empty)] : null;

    /// <summary>Reads all fields as texts.</summary>
    public Dictionary<string, string> AllTexts() =>
        entries.ToDictionary(entry => entry.Key, entry => AsText(entry.Value) ?? string.Empty, StringComparer.Ordinal);

    /// <summary>Makes the error for a field. It never quotes the value, which may be a secret.</summary>
    public KubeConfigException Wrong(string field, string what) => Wrong(entries[field], what);

    private string? AsText(YamlValue value) => value.Text is not null || value.IsNull ? value.Text : throw Wrong(value, "is not a text");

    private KubeConfigException Wrong(YamlValue value, string what) => new($"{source}: {value.Path} (line {value.Line}) {what}.");
}
