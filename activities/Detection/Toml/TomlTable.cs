namespace Pipelines.Activities.Detection.Toml;

/// <summary>A table of a TOML document: strings, booleans, numbers and dates (as text), lists and tables.</summary>
internal sealed class TomlTable
{
    private readonly Dictionary<string, object> values = new(StringComparer.Ordinal);

    internal IEnumerable<string> Keys => values.Keys;

    internal object? this[string key] => values.GetValueOrDefault(key);

    /// <summary>The table at a path of keys, or null.</summary>
    internal TomlTable? Table(params ReadOnlySpan<string> path)
    {
        var table = this;
        foreach (var key in path)
        {
            if (table.values.GetValueOrDefault(key) is not TomlTable next)
            {
                return null;
            }

            table = next;
        }

        return table;
    }

    internal string? Text(string key) => values.GetValueOrDefault(key) as string;

    internal IEnumerable<string> Texts(string key) =>
        values.GetValueOrDefault(key) is List<object> list ? list.OfType<string>() : [];

    internal IEnumerable<TomlTable> Tables(string key) =>
        values.GetValueOrDefault(key) is List<object> list ? list.OfType<TomlTable>() : [];

    internal bool TryAdd(string key, object value) => values.TryAdd(key, value);
}
