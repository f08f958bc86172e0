namespace Pipelines.Oci;

/// <summary>Collects the entries of a layer from all its parts, by path, and lists them in the order they are written.</summary>
internal sealed class LayerTree
{
    private readonly Dictionary<string, LayerEntry> entries = new(StringComparer.Ordinal);

    /// <summary>Reads what a layer holds; only names and permissions, no content.</summary>
    public static LayerTree Read(LayerContent content, CancellationToken cancellationToken)
    {
        var tree = new LayerTree();
        foreach (var source in content.Sources)
        {
            new LayerSourceReader(source, tree).Read(cancellationToken);
        }

        foreach (var folder in content.Folders)
        {
            tree.Add(new LayerEntry(Normalize(folder.Path), LayerEntryKind.Directory, folder.Mode, folder.UserId, folder.GroupId));
        }

        foreach (var file in content.Files)
        {
            tree.Add(new LayerEntry(Normalize(file.Path), LayerEntryKind.File, file.Mode, file.UserId, file.GroupId) { Content = file.Content });
        }

        return tree;
    }

    /// <summary>The path without a leading or trailing slash.</summary>
    /// <exception cref="FormatException">The path has a <c>.</c> or <c>..</c> in it.</exception>
    public static string Normalize(string path)
    {
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (names.Any(name => name is "." or ".."))
        {
            throw new FormatException($"'{path}' is not a path within an image.");
        }

        return string.Join('/', names);
    }

    /// <summary>Adds an entry and the directories above it; a later entry replaces an earlier one of its path.</summary>
    public void Add(LayerEntry entry)
    {
        if (entry.Path.Length == 0)
        {
            return;
        }

        AddParents(entry.Path);
        entries[entry.Path] = entry;
    }

    /// <summary>All entries, each directory before what is in it, names in ordinal order.</summary>
    /// <exception cref="InvalidImageException">Something that is no directory has entries below it.</exception>
    public IReadOnlyList<LayerEntry> InOrder()
    {
        var ordered = entries.Values.ToArray();
        Array.Sort(ordered, static (a, b) => ComparePaths(a.Path, b.Path));
        foreach (var entry in ordered)
        {
            var slash = entry.Path.LastIndexOf('/');
            if (slash > 0 && entries[entry.Path[..slash]].Kind != LayerEntryKind.Directory)
            {
                throw new InvalidImageException($"'{entry.Path[..slash]}' is not a directory, but '{entry.Path}' should be in it.");
            }
        }

        return ordered;
    }

    // The separator sorts before every other character: what is in a directory follows it at once.
    internal static int ComparePaths(string a, string b)
    {
        var common = a.AsSpan().CommonPrefixLength(b);
        if (common == a.Length || common == b.Length)
        {
            return a.Length - b.Length;
        }

        return (a[common], b[common]) switch
        {
            ('/', _) => -1,
            (_, '/') => 1,
            var (x, y) => x - y,
        };
    }

    private void AddParents(string path)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            var parent = path[..slash];
            if (!entries.TryAdd(parent, new LayerEntry(parent, LayerEntryKind.Directory, LayerModes.Directory, 0, 0)))
            {
                return;
            }
        }
    }
}
