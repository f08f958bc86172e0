namespace Pipelines.Activities.Detection;

/// <summary>
/// A directory on disk as a source tree. The content is hostile: a symbolic link is followed only to a file that
/// lies inside the root, and a file without a length (a FIFO or device looks like one) is never opened.
/// </summary>
public sealed class DirectorySourceTree : ISourceTree
{
    private const int MaxLinks = 8;

    private readonly string root;

    /// <summary>Opens a directory.</summary>
    /// <param name="root">The directory's path.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public DirectorySourceTree(string root)
    {
        this.root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        if (!Directory.Exists(this.root))
        {
            throw new DirectoryNotFoundException($"The source directory '{root}' does not exist.");
        }
    }

    /// <inheritdoc/>
    public SourceEntry? Find(string path)
    {
        if (path.Length == 0)
        {
            return new SourceEntry(string.Empty, IsFolder: true, 0);
        }

        return Resolve(path) is { } info ? ToEntry(path[(path.LastIndexOf('/') + 1)..], info) : null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SourceEntry> List(string folder, int maxEntries)
    {
        if ((folder.Length == 0 ? new DirectoryInfo(root) : Resolve(folder)) is not DirectoryInfo directory)
        {
            return [];
        }

        try
        {
            return [.. directory.EnumerateFileSystemInfos()
                .Take(maxEntries)
                .Select(info => info.LinkTarget is null ? ToEntry(info.Name, info) : LinkedFile(folder, info.Name))
                .OfType<SourceEntry>()
                .OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public byte[]? Read(string path, int maxBytes)
    {
        if (Resolve(path) is not FileInfo file)
        {
            return null;
        }

        try
        {
            var content = new byte[Math.Min(file.Length, maxBytes)];
            if (content.Length == 0)
            {
                return content;
            }

            using var stream = file.OpenRead();
            return content[..stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static SourceEntry ToEntry(string name, FileSystemInfo info) => info is FileInfo file
        ? new SourceEntry(name, IsFolder: false, file.Length)
        : new SourceEntry(name, IsFolder: true, 0);

    /// <summary>A linked folder is not listed: its content is found where it really is, and loops cannot arise.</summary>
    private SourceEntry? LinkedFile(string folder, string name) =>
        Resolve(folder.Length == 0 ? name : $"{folder}/{name}") is FileInfo file ? ToEntry(name, file) : null;

    /// <summary>Walks the path segment by segment, so that no link, wherever it stands, leads out of the root.</summary>
    private FileSystemInfo? Resolve(string path)
    {
        var pending = new Stack<string>(path.Split('/').Reverse());
        var current = root;
        for (var links = 0; pending.TryPop(out var segment);)
        {
            if (segment is "." or "")
            {
                continue;
            }

            if (segment is "..")
            {
                if (current.Length <= root.Length)
                {
                    return null;
                }

                current = Path.GetDirectoryName(current)!;
                continue;
            }

            var next = Path.Combine(current, segment);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                current = next;
            }
            else if (++links > MaxLinks || Path.IsPathRooted(target))
            {
                return null;
            }
            else
            {
                Array.ForEach([.. target.Split('/').Reverse()], pending.Push);
            }
        }

        return Directory.Exists(current) ? new DirectoryInfo(current)
            : File.Exists(current) ? new FileInfo(current)
            : null;
    }
}
