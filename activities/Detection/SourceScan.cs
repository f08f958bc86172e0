using System.Text;

namespace Pipelines.Activities.Detection;

/// <summary>
/// One detection's view of a source tree: keeps the limits over all its folders and reads no folder or file twice.
/// Beyond a limit the rest of the repository simply is not seen.
/// </summary>
internal sealed class SourceScan(ISourceTree tree, DetectionLimits limits, CancellationToken cancellation)
{
    private static readonly HashSet<string> IgnoredFolders = new(StringComparer.Ordinal)
    {
        "node_modules", "bower_components", "vendor", "venv", "env", "__pycache__", "site-packages", "target", "obj",
        "bin", "deps", "_build", "Pods", "coverage", "testdata", "fixtures",
    };

    private readonly Dictionary<string, IReadOnlyList<SourceEntry>> listings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object?> parsed = new(StringComparer.Ordinal);
    private int entries;
    private int filesRead;
    private long bytes;

    /// <summary>Gets what could not be understood on the way, such as a malformed package.json, for the answer when nothing is found.</summary>
    internal List<string> Notes { get; } = [];

    internal SourceFolder Folder(string path) => new(this, path);

    internal bool Exists(string path, bool folder)
    {
        var slash = path.LastIndexOf('/');
        var name = path[(slash + 1)..];
        var siblings = List(slash < 0 ? string.Empty : path[..slash]);
        foreach (var entry in siblings)
        {
            if (entry.Name == name)
            {
                return entry.IsFolder == folder;
            }
        }

        // A listing that was cut off says nothing about what it does not hold.
        return siblings.Count >= limits.MaxEntriesPerFolder && tree.Find(path) is { } found && found.IsFolder == folder;
    }

    internal IReadOnlyList<SourceEntry> List(string folder)
    {
        if (!listings.TryGetValue(folder, out var listing))
        {
            cancellation.ThrowIfCancellationRequested();
            listing = entries >= limits.MaxEntries
                ? []
                : tree.List(folder, Math.Min(limits.MaxEntriesPerFolder, limits.MaxEntries - entries));
            entries += listing.Count;
            listings[folder] = listing;
        }

        return listing;
    }

    /// <summary>The paths of the files below a folder, relative to it, the shallow ones first.</summary>
    internal List<string> Walk(string folder)
    {
        var files = new List<string>();
        var pending = new Queue<(string Path, int Depth)>();
        pending.Enqueue((folder, 0));
        while (pending.TryDequeue(out var next))
        {
            foreach (var entry in List(next.Path))
            {
                var path = next.Path.Length == 0 ? entry.Name : $"{next.Path}/{entry.Name}";
                if (!entry.IsFolder)
                {
                    files.Add(folder.Length == 0 ? path : path[(folder.Length + 1)..]);
                }
                else if (next.Depth < limits.MaxDepth && !IsIgnored(entry.Name))
                {
                    pending.Enqueue((path, next.Depth + 1));
                }
            }
        }

        return files;
    }

    internal static bool IsIgnored(string folderName) => folderName.StartsWith('.') || IgnoredFolders.Contains(folderName);

    /// <summary>What a file was parsed to, which is done once for all detectors.</summary>
    internal T? Parsed<T>(string path, Func<T?> parse)
    {
        if (!parsed.TryGetValue(path, out var value))
        {
            parsed[path] = value = parse();
        }

        return (T?)value;
    }

    /// <summary>The beginning of a text file, or null when there is none or the limits are used up.</summary>
    internal string? Text(string path)
    {
        if (texts.TryGetValue(path, out var text))
        {
            return text;
        }

        if (!Exists(path, folder: false))
        {
            return null;
        }

        cancellation.ThrowIfCancellationRequested();
        var allowed = (int)Math.Min(limits.MaxFileBytes, limits.MaxBytes - bytes);
        if (allowed > 0 && filesRead < limits.MaxFilesRead && tree.Read(path, allowed) is { } content)
        {
            filesRead++;
            bytes += content.Length;
            text = Encoding.UTF8.GetString(content).TrimStart('\uFEFF');
        }

        texts[path] = text;
        return text;
    }
}
