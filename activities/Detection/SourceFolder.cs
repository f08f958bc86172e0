using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Pipelines.Activities.Detection.Toml;

namespace Pipelines.Activities.Detection;

/// <summary>A folder that may be a component, as detectors see it. Paths are relative to the folder.</summary>
internal sealed class SourceFolder(SourceScan scan, string path)
{
    private const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Json = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = MaxDepth,
    };

    private List<string>? files;

    /// <summary>Gets the folder's path from the root of the repository; empty for the root.</summary>
    internal string Path => path;

    /// <summary>Gets the folder's own name; empty for the root.</summary>
    internal string Name => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>Gets the root of the repository.</summary>
    internal SourceFolder Root => path.Length == 0 ? this : scan.Folder(string.Empty);

    /// <summary>Gets the files below the folder, the shallow ones first, without those of dependencies and build output.</summary>
    internal IReadOnlyList<string> Files => files ??= scan.Walk(path);

    internal SourceFolder Folder(string name) => scan.Folder(FromRoot(name));

    internal string FromRoot(string relative) =>
        relative.Length == 0 ? path : path.Length == 0 ? relative : $"{path}/{relative}";

    internal bool Has(string file) => scan.Exists(FromRoot(file), folder: false);

    internal bool HasFolder(string folder) => scan.Exists(FromRoot(folder), folder: true);

    /// <summary>The first of the files that is there.</summary>
    internal string? FirstOf(params ReadOnlySpan<string> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (Has(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>The names of the files directly in the folder.</summary>
    internal IEnumerable<string> OwnFiles() => scan.List(path).Where(entry => !entry.IsFolder).Select(entry => entry.Name);

    /// <summary>The names of the folders directly in the folder that may hold source.</summary>
    internal IEnumerable<string> OwnFolders() =>
        scan.List(path).Where(entry => entry.IsFolder && !SourceScan.IsIgnored(entry.Name)).Select(entry => entry.Name);

    internal string? Text(string file) => scan.Text(FromRoot(file));

    /// <summary>The first group of the pattern's first match in a file.</summary>
    internal string? Match(string file, Regex pattern) =>
        Text(file) is { } text && pattern.Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>The first line of a file that is neither blank nor a comment.</summary>
    internal string? FirstLine(string file) => Text(file)?.Split('\n', 64)
        .Select(line => line.Trim())
        .FirstOrDefault(line => line.Length is > 0 and < 200 && line[0] != '#');

    /// <summary>A JSON file's root; undefined (see <see cref="JsonLookup"/>) when there is none.</summary>
    internal JsonElement JsonOf(string file) => Parse(file, text =>
    {
        using var document = JsonDocument.Parse(text, Json);
        return document.RootElement.Clone();
    });

    internal XElement? XmlOf(string file) => Parse(file, text =>
    {
        // A tree of elements takes time that is quadratic in its depth.
        using var levels = XmlReaderOf(text);
        while (levels.Read())
        {
            if (levels.Depth > MaxDepth)
            {
                throw new XmlException("elements are nested too deeply.");
            }
        }

        using var reader = XmlReaderOf(text);
        return XDocument.Load(reader).Root;
    });

    internal TomlTable? TomlOf(string file) => Parse(file, TomlReader.Read);

    /// <summary>Without a DTD no entity can expand or reach for a file.</summary>
    private static XmlReader XmlReaderOf(string text) => XmlReader.Create(
        new StringReader(text),
        new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });

    private T? Parse<T>(string file, Func<string, T?> parse) =>
        scan.Parsed(FromRoot(file), () => Text(file) is { } text ? ParseText(file, text, parse) : default);

    private T? ParseText<T>(string file, string text, Func<string, T?> parse)
    {
        try
        {
            return parse(text);
        }
        catch (Exception problem) when (problem is JsonException or XmlException or TomlException or ArgumentException)
        {
            scan.Notes.Add($"{FromRoot(file)} cannot be read: {problem.Message}");
            return default;
        }
    }
}
