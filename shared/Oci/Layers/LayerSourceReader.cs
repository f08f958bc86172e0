namespace Pipelines.Oci;

/// <summary>Reads one source of a layer from the machine, without following links.</summary>
internal sealed class LayerSourceReader
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly LayerSource source;
    private readonly LayerTree tree;
    private readonly string target;
    private readonly PathPattern[] include;
    private readonly PathPattern[] exclude;

    public LayerSourceReader(LayerSource source, LayerTree tree)
    {
        this.source = source;
        this.tree = tree;
        target = LayerTree.Normalize(source.Target);
        include = [.. source.Include.Select(pattern => new PathPattern(pattern))];
        exclude = [.. source.Exclude.Select(pattern => new PathPattern(pattern))];
    }

    public void Read(CancellationToken cancellationToken)
    {
        var path = source.Path;
        var status = LibC.Stat(path) ?? throw new DirectoryNotFoundException($"'{path}' does not exist.");
        Add(path, target, status);
        if (status.IsDirectory)
        {
            ReadDirectory(path, string.Empty, include.Length == 0, cancellationToken);
        }
    }

    private void ReadDirectory(string directory, string relative, bool included, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var path in Directory.EnumerateFileSystemEntries(directory, "*", EveryEntry))
        {
            var name = relative.Length == 0 ? Path.GetFileName(path) : $"{relative}/{Path.GetFileName(path)}";
            if (!exclude.Any(pattern => pattern.Matches(name)))
            {
                ReadEntry(path, name, included || include.Any(pattern => pattern.Matches(name)), cancellationToken);
            }
        }
    }

    private static EnumerationOptions EveryEntry { get; } = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
    };

    private void ReadEntry(string path, string name, bool included, CancellationToken cancellationToken)
    {
        var status = LibC.Stat(path)
            ?? throw new InvalidImageException($"'{path}' cannot be read: its name is not UTF-8, or it vanished.");
        if (included)
        {
            Add(path, target.Length == 0 ? name : $"{target}/{name}", status);
        }

        if (status.IsDirectory && (included || include.Any(pattern => pattern.MayMatchBelow(name))))
        {
            ReadDirectory(path, name, included, cancellationToken);
        }
    }

    private void Add(string path, string imagePath, FileStatus status)
    {
        if (status.IsDirectory)
        {
            tree.Add(new LayerEntry(imagePath, LayerEntryKind.Directory, LayerModes.Directory, source.UserId, source.GroupId));
        }
        else if (status.IsSymbolicLink)
        {
            tree.Add(new LayerEntry(imagePath, LayerEntryKind.SymbolicLink, LayerModes.Directory, source.UserId, source.GroupId)
            {
                LinkTarget = new FileInfo(path).LinkTarget,
            });
        }
        else if (status.IsRegularFile)
        {
            var mode = (status.Mode & Executable) == UnixFileMode.None ? LayerModes.File : LayerModes.Directory;
            tree.Add(new LayerEntry(imagePath, LayerEntryKind.File, mode, source.UserId, source.GroupId)
            {
                SourcePath = path,
                Identity = status.LinkCount > 1 ? (status.FileSystem, status.Inode) : null,
            });
        }
    }
}
