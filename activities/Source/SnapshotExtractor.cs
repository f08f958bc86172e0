using System.Formats.Tar;

namespace Pipelines.Activities.Source;

/// <summary>
/// Extracts a directory of a snapshot. Files first and links last, so that nothing is ever written through a link;
/// every name and every link is checked to stay inside.
/// </summary>
internal sealed class SnapshotExtractor
{
    private const UnixFileMode FileMode644 = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode FileMode755 = FileMode644 | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private readonly string destination;
    private readonly string prefix;
    private readonly long maxBytes;
    private readonly int maxFiles;
    private readonly HashSet<string> directories = new(StringComparer.Ordinal) { string.Empty };
    private readonly HashSet<string> files = new(StringComparer.Ordinal);
    private readonly SymbolicLinks links = new();
    private long bytes;
    private bool found;

    private SnapshotExtractor(string sourceDir, string destination, GitSourceOptions options)
    {
        this.destination = destination;
        prefix = sourceDir.Length == 0 ? string.Empty : sourceDir + "/";
        found = sourceDir.Length == 0;
        maxBytes = options.MaxBytes;
        maxFiles = options.MaxFiles;
    }

    /// <summary>Extracts.</summary>
    /// <param name="tar">The snapshot.</param>
    /// <param name="sourceDir">The directory within, without slashes at its ends; empty for all.</param>
    /// <param name="destination">An existing empty directory.</param>
    /// <param name="options">The limits.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task ExtractAsync(Stream tar, string sourceDir, string destination, GitSourceOptions options, CancellationToken cancellation)
    {
        var extractor = new SnapshotExtractor(sourceDir, destination, options);
        try
        {
            await extractor.ReadAsync(tar, cancellation);
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new SourceException("The source archive is damaged.", innerException: problem);
        }
    }

    private async Task ReadAsync(Stream tar, CancellationToken cancellation)
    {
        await using var reader = new TarReader(tar, leaveOpen: true);
        while (await reader.GetNextEntryAsync(copyData: false, cancellation) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.GlobalExtendedAttributes or TarEntryType.ExtendedAttributes))
            {
                await TakeAsync(entry, cancellation);
            }
        }

        if (!found)
        {
            throw new SourceException($"The commit has no directory '{prefix.TrimEnd('/')}'.");
        }

        MakeLinks();
    }

    private async Task TakeAsync(TarEntry entry, CancellationToken cancellation)
    {
        var path = entry.EntryType == TarEntryType.Directory ? entry.Name.TrimEnd('/') : entry.Name;
        if (!SnapshotPath.IsSafe(path))
        {
            throw new SourceException($"The source archive has an entry with a forbidden name: '{path}'.");
        }

        if (!path.StartsWith(prefix, StringComparison.Ordinal))
        {
            return;
        }

        found = true;
        path = path[prefix.Length..];
        if (files.Count + links.Targets.Count >= maxFiles)
        {
            throw new SourceException($"The source archive has more than {maxFiles} files.");
        }

        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                MakeDirectory(path);
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile:
                await WriteFileAsync(path, entry, cancellation);
                break;
            case TarEntryType.SymbolicLink:
                NoteLink(path, entry.LinkName);
                break;
            default:
                throw new SourceException($"The source archive has an entry '{path}' that is neither file, directory nor symbolic link.");
        }
    }

    private async Task WriteFileAsync(string path, TarEntry entry, CancellationToken cancellation)
    {
        bytes += entry.Length;
        if (bytes > maxBytes)
        {
            throw new SourceException($"The source archive holds more than {maxBytes >> 20} MiB.");
        }

        Claim(path);
        var executable = entry.Mode.HasFlag(UnixFileMode.UserExecute);
        var create = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = executable ? FileMode755 : FileMode644,
            PreallocationSize = 0,
            BufferSize = 0,
        };
        await using var file = new FileStream(Path.Combine(destination, path), create);
        if (entry.DataStream is { } content)
        {
            await content.CopyToAsync(file, cancellation);
        }
    }

    private void NoteLink(string path, string target)
    {
        Claim(path);
        links.Add(path, target);
    }

    /// <summary>A name is taken once: a second entry could turn a directory into a link.</summary>
    private void Claim(string path)
    {
        if (directories.Contains(path) || !files.Add(path))
        {
            throw new SourceException($"The source archive names '{path}' twice.");
        }

        MakeDirectory(Path.GetDirectoryName(path) ?? string.Empty);
    }

    private void MakeDirectory(string path)
    {
        if (directories.Contains(path))
        {
            return;
        }

        if (files.Contains(path))
        {
            throw new SourceException($"The source archive has '{path}' as a file and as a directory.");
        }

        MakeDirectory(Path.GetDirectoryName(path) ?? string.Empty);
        Directory.CreateDirectory(Path.Combine(destination, path));
        directories.Add(path);
    }

    private void MakeLinks()
    {
        foreach (var (path, target) in links.Targets)
        {
            if (!links.StaysInside(path))
            {
                throw new SourceException($"The symbolic link '{prefix}{path}' leads to '{target}', outside {(prefix.Length == 0 ? "the repository" : $"'{prefix.TrimEnd('/')}'")}: replace it by what it points to.");
            }
        }

        foreach (var (path, target) in links.Targets)
        {
            File.CreateSymbolicLink(Path.Combine(destination, path), target);
        }
    }
}
