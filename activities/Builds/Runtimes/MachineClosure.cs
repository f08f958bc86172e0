using Pipelines.Oci;

namespace Pipelines.Activities.Builds.Runtimes;

/// <summary>
/// Collects files of the machine for a layer, each at its own place, with the links that lead to it: a library is found
/// by /lib/x86_64-linux-gnu/libz.so.1, which is a link in a directory that is reached by a link.
/// </summary>
internal sealed class MachineClosure
{
    private const int MaxLinks = 40;
    private readonly SortedDictionary<string, LayerSource> sources = new(StringComparer.Ordinal);

    /// <summary>Gets what was collected.</summary>
    public IReadOnlyCollection<LayerSource> Sources => sources.Values;

    /// <summary>Gets a text that changes when a file does: path, length and time of change.</summary>
    public string Fingerprint => string.Join('\n', sources.Values.Select(Stamp));

    /// <summary>Adds a file, or a directory with all in it but what matches a pattern; nothing where there is none.</summary>
    public void Add(string path, params IReadOnlyList<string> exclude)
    {
        var real = Walk(path, 0);
        if (real is not null && Path.Exists(real))
        {
            sources[real] = new LayerSource { Path = real, Target = real, Exclude = exclude };
        }
    }

    /// <summary>Adds a link without what it leads to; nothing where there is none.</summary>
    public void AddLink(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
        {
            sources[path] = new LayerSource { Path = path, Target = path };
        }
    }

    /// <summary>Adds all that match a path with <c>*</c> in its names.</summary>
    public void AddMatching(string pattern)
    {
        foreach (var path in Expand(pattern))
        {
            Add(path);
        }
    }

    private static IEnumerable<string> Expand(string pattern)
    {
        var found = new List<string> { "/" };
        foreach (var name in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            found = name.Contains('*', StringComparison.Ordinal)
                ? [.. found.Where(Directory.Exists).SelectMany(directory => Directory.EnumerateFileSystemEntries(directory, name))]
                : [.. found.Select(directory => Path.Combine(directory, name)).Where(Path.Exists)];
        }

        return found.Order(StringComparer.Ordinal);
    }

    private static string Stamp(LayerSource source)
    {
        FileSystemInfo info = Directory.Exists(source.Path) ? new DirectoryInfo(source.Path) : new FileInfo(source.Path);
        var length = info is FileInfo { Exists: true } file ? file.Length : 0;
        return $"{source.Path} {length} {info.LastWriteTimeUtc.Ticks}";
    }

    /// <summary>Follows a path name by name, adding each link met, to where it really is.</summary>
    private string? Walk(string path, int followed)
    {
        if (followed > MaxLinks)
        {
            return null;
        }

        var current = string.Empty;
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var index = 0; index < names.Length; index++)
        {
            current += "/" + names[index];
            if (new FileInfo(current).LinkTarget is { } target)
            {
                sources[current] = new LayerSource { Path = current, Target = current };
                var rest = string.Join('/', names[(index + 1)..]);
                return Walk(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(current)!, target, rest)), followed + 1);
            }
        }

        return current;
    }
}
