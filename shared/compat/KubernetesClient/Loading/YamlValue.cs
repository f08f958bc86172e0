namespace k8s.Loading;

/// <summary>A value of a YAML document: a text, a list or a map.</summary>
/// <param name="Path">Its place, as <c>users[2].user.token</c>.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Nodes">How many values it consists of, aliases counted as often as they are used.</param>
internal sealed record YamlValue(string Path, long Line, int Nodes)
{
    /// <summary>Gets the text; null for lists, maps and null.</summary>
    public string? Text { get; init; }

    /// <summary>Gets the list; null for all else.</summary>
    public IReadOnlyList<YamlValue>? Items { get; init; }

    /// <summary>Gets the map; null for all else.</summary>
    public IReadOnlyDictionary<string, YamlValue>? Entries { get; init; }

    /// <summary>Gets a value indicating whether nothing is there.</summary>
    public bool IsNull => Text is null && Items is null && Entries is null;
}
