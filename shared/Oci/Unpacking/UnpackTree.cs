namespace Pipelines.Oci;

/// <summary>
/// A directory that archives are unpacked into. No path of an archive is ever given to the kernel as it is: each
/// component is looked at, and symbolic links among them are followed here, with this directory as their root, as
/// they would be in a container. So the kernel never follows one, and nothing leaves the directory. This holds as
/// long as nobody else changes the directory meanwhile, which its owner has to ensure.
/// </summary>
internal sealed class UnpackTree
{
    private const int MaxLinks = 40;
    private const string OpaqueAttribute = "trusted.overlay.opaque";

    private readonly UnpackOptions options;
    private readonly Dictionary<string, string> resolved = new(StringComparer.Ordinal);
    private readonly HashSet<string> directories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EntryAttributes> attributes = new(StringComparer.Ordinal);
    private HashSet<string> touched = new(StringComparer.Ordinal);
    private int entries;

    public UnpackTree(string directory, UnpackOptions options)
    {
        Root = Path.GetFullPath(directory).TrimEnd('/');
        this.options = options;
        if (!Directory.Exists(Root))
        {
            // Whatever this process' umask is: the root of an image is everyone's to enter.
            Directory.CreateDirectory(Root);
            File.SetUnixFileMode(Root, LayerModes.Directory);
        }
    }

    public string Root { get; }

    /// <summary>Begins a layer: what was there before is what its whiteouts may remove.</summary>
    public void BeginLayer()
    {
        touched = new HashSet<string>(StringComparer.Ordinal);
        entries = 0;
    }

    /// <summary>Counts an entry against the limit.</summary>
    public void Count()
    {
        if (++entries > options.MaxEntries)
        {
            throw new InvalidImageException($"The layer has more than the {options.MaxEntries} entries allowed.");
        }
    }

    /// <summary>Where a directory of the archive is, or null when it does not exist and shall not be made.</summary>
    public string? ResolveDirectory(ReadOnlySpan<string> names, bool create)
    {
        var key = string.Join('/', names!);
        if (resolved.TryGetValue(key, out var known))
        {
            return known;
        }

        var path = Walk(names, create);
        if (path is not null)
        {
            resolved[key] = path;
        }

        return path;
    }

    /// <summary>Makes room for something other than a directory at a path.</summary>
    public void Clear(string path)
    {
        if (LibC.Stat(path) is { } status)
        {
            Remove(path, status);
        }

        Touch(path);
    }

    /// <summary>Makes a directory at a path, or keeps the one that is there.</summary>
    public void MakeDirectory(string path)
    {
        if (LibC.Stat(path) is not { } status)
        {
            CreateDirectory(path);
        }
        else if (!status.IsDirectory)
        {
            Replace(path, status);
        }

        Touch(path);
    }

    /// <summary>Remembers what a directory shall be like once everything is in it.</summary>
    public void SetDirectoryAttributes(string path, EntryAttributes wanted) => attributes[path] = wanted;

    /// <summary>Removes what a lower layer left at a path; what this layer has put there stays.</summary>
    public void RemoveLower(string path)
    {
        if (LibC.Stat(path) is not { } status)
        {
            return;
        }

        if (!touched.Contains(path))
        {
            Remove(path, status);
        }
        else if (status.IsDirectory)
        {
            RemoveLowerContent(path);
        }
    }

    /// <summary>Removes what lower layers left in a directory.</summary>
    public void RemoveLowerContent(string path)
    {
        foreach (var child in Directory.GetFileSystemEntries(path))
        {
            RemoveLower(child);
        }
    }

    /// <summary>Hides what lower layers have at a path, in overlayfs' way.</summary>
    public static void HideLower(string path)
    {
        if (LibC.Stat(path) is not { } status)
        {
            LibC.CreateWhiteout(path);
        }
        else if (status.IsDirectory)
        {
            HideLowerContent(path);
        }
    }

    /// <summary>Hides what lower layers have in a directory, in overlayfs' way.</summary>
    public static void HideLowerContent(string path) => LibC.SetAttribute(path, OpaqueAttribute, "y"u8);

    /// <summary>Gives the directories their owners, permissions and times, now that nothing more is put into them.</summary>
    public void Finish()
    {
        directories.Clear();
        foreach (var (path, wanted) in attributes.OrderByDescending(pair => pair.Key.Length))
        {
            if (IsDirectory(path))
            {
                wanted.ApplyToDirectory(path, options);
            }
        }

        attributes.Clear();
    }

    private string? Walk(ReadOnlySpan<string> names, bool create)
    {
        var path = Root;
        var links = 0;
        var rest = new Stack<string>(names.Length);
        PushReversed(rest, names);
        while (rest.TryPop(out var name))
        {
            if (name == "..")
            {
                path = path.Length > Root.Length ? path[..path.LastIndexOf('/')] : path;
                continue;
            }

            var next = $"{path}/{name}";
            if (directories.Contains(next))
            {
                path = next;
                continue;
            }

            var status = LibC.Stat(next);
            if (status is { IsSymbolicLink: true })
            {
                links = links < MaxLinks ? links + 1 : throw new InvalidImageException($"'{name}' leads through more than {MaxLinks} symbolic links.");
                path = FollowLink(next, path, rest);
                continue;
            }

            if (!TryEnter(next, status, create))
            {
                return null;
            }

            path = next;
        }

        return path;
    }

    // A link's target is put in front of what remains of the path: an absolute one starts at this directory.
    private string FollowLink(string link, string path, Stack<string> rest)
    {
        var target = new FileInfo(link).LinkTarget ?? string.Empty;
        PushReversed(rest, [.. target.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(name => name != ".")]);
        return target.StartsWith('/') ? Root : path;
    }

    private bool TryEnter(string path, FileStatus? status, bool create)
    {
        if (status is null or { IsWhiteout: true })
        {
            if (!create)
            {
                return false;
            }

            MakeDirectory(path);
        }
        else if (status is { IsDirectory: false })
        {
            return create ? throw new InvalidImageException($"'{path[Root.Length..]}' is not a directory, but an entry is in it.") : false;
        }

        directories.Add(path);
        return true;
    }

    private void Replace(string path, FileStatus status)
    {
        Remove(path, status);
        CreateDirectory(path);
        if (status.IsWhiteout)
        {
            HideLowerContent(path);
        }
    }

    private void CreateDirectory(string path)
    {
        Count();
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, LayerModes.Directory);
    }

    private void Remove(string path, FileStatus status)
    {
        if (status.IsDirectory)
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }

        if (status.IsDirectory || status.IsSymbolicLink)
        {
            resolved.Clear();
            directories.Clear();
        }
    }

    private void Touch(string path)
    {
        while (path.Length > Root.Length && touched.Add(path))
        {
            path = path[..path.LastIndexOf('/')];
        }
    }

    // A later entry may have put a link where the directory, or one above it, was.
    private bool IsDirectory(string path)
    {
        if (path.Length <= Root.Length || directories.Contains(path))
        {
            return true;
        }

        return IsDirectory(path[..path.LastIndexOf('/')])
            && LibC.Stat(path) is { IsDirectory: true }
            && directories.Add(path);
    }

    private static void PushReversed(Stack<string> stack, ReadOnlySpan<string> names)
    {
        for (var at = names.Length - 1; at >= 0; at--)
        {
            stack.Push(names[at]);
        }
    }
}
