namespace Pipelines.Storage.Files;

/// <summary>
/// Maps names with slashes to files below a root and never outside it. A file's last segment is marked with <c>@</c>, a
/// character no name may contain, so that <c>a</c> and <c>a/b</c> can both be there.
/// </summary>
internal sealed class ContainedDirectory
{
    private const char FileMark = '@';

    /// <summary>Initializes a new instance of the <see cref="ContainedDirectory"/> class and makes the root.</summary>
    public ContainedDirectory(string root)
    {
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        PrivateFile.CreateDirectory(Root);
    }

    /// <summary>Gets the absolute path of the root.</summary>
    public string Root { get; }

    /// <summary>Finds the file of a name; it may not exist.</summary>
    /// <exception cref="ArgumentException">The name breaks the rule of <see cref="StorageName"/>.</exception>
    /// <exception cref="IOException">A part of the path is a symbolic link.</exception>
    public string PathOf(string name)
    {
        StorageName.ValidateBlob(name);
        var path = Root;
        var segments = name.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            path = Path.Join(path, i == segments.Length - 1 ? FileMark + segments[i] : segments[i]);
            RefuseLink(path);
        }

        return path;
    }

    /// <summary>Makes the directory of a file, durably.</summary>
    public void EnsureDirectoryOf(string path)
    {
        var directory = Path.GetDirectoryName(path)!;
        if (directory.Length <= Root.Length || Directory.Exists(directory))
        {
            return;
        }

        EnsureDirectoryOf(directory);
        PrivateFile.CreateDirectory(directory);
        DirectorySync.Flush(Path.GetDirectoryName(directory)!);
    }

    /// <summary>Deletes a file durably, and the directories it leaves empty.</summary>
    /// <returns>False when it was not there.</returns>
    public bool Delete(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        File.Delete(path);
        var directory = Path.GetDirectoryName(path)!;
        try
        {
            DirectorySync.Flush(directory);
        }
        catch (IOException) when (!Directory.Exists(directory))
        {
            // Another deletion has pruned it already, and with it the entry.
        }

        Prune(directory);
        return true;
    }

    /// <summary>Lists the names that start with a prefix, in ordinal order, without reading more than a directory at a time.</summary>
    public IEnumerable<string> List(string prefix)
    {
        StorageName.ValidateBlobPrefix(prefix);
        var slash = prefix.LastIndexOf('/');
        var parent = slash < 0 ? "" : prefix[..(slash + 1)];
        return Walk(Path.Join(Root, parent), parent, prefix);
    }

    private static void RefuseLink(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
        {
            throw new IOException($"'{path}' is a symbolic link; storage does not follow one.");
        }
    }

    // Sorting a directory by its name with the slash, and a file by its own, yields the ordinal order of the whole names.
    private static IEnumerable<string> Walk(string directory, string parent, string prefix)
    {
        var entries = Entries(directory);
        entries.Sort(static (left, right) => string.CompareOrdinal(left, right));
        foreach (var entry in entries)
        {
            var name = parent + entry;
            if (!entry.EndsWith('/'))
            {
                if (name.StartsWith(prefix, StringComparison.Ordinal))
                {
                    yield return name;
                }
            }
            else if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                foreach (var inner in Walk(Path.Join(directory, entry), name, prefix))
                {
                    yield return inner;
                }
            }
        }
    }

    private static List<string> Entries(string directory)
    {
        var entries = new List<string>();
        try
        {
            foreach (var entry in new DirectoryInfo(directory).EnumerateFileSystemInfos())
            {
                if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                {
                    continue;
                }

                if (entry is DirectoryInfo)
                {
                    entries.Add(entry.Name + "/");
                }
                else if (entry.Name[0] == FileMark)
                {
                    entries.Add(entry.Name[1..]);
                }
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Pruned meanwhile, or nothing of that prefix was ever written.
        }

        return entries;
    }

    private void Prune(string directory)
    {
        try
        {
            while (directory.Length > Root.Length)
            {
                Directory.Delete(directory);
                directory = Path.GetDirectoryName(directory)!;
            }
        }
        catch (IOException)
        {
            // Not empty, or pruned by another.
        }
    }
}
