using System.Formats.Tar;
using System.Text;

namespace Pipelines.Oci;

/// <summary>Applies the entries of one layer's archive to a tree (OCI image spec, "Image Layer Filesystem Changeset").</summary>
internal sealed class LayerApplier(UnpackTree tree, ArchiveStream archive, WhiteoutFormat whiteouts, UnpackOptions options)
{
    private const string WhiteoutPrefix = ".wh.";
    private const string OpaqueWhiteout = ".wh..wh..opq";
    private const string ReservedPrefix = ".wh..wh.";

    // The kernel's own limits.
    private const int MaxNameBytes = 255;
    private const int MaxPathBytes = 4095;

    private readonly byte[] buffer = new byte[1 << 17];

    public void Run(CancellationToken cancellationToken)
    {
        tree.BeginLayer();
        using var reader = new TarReader(archive, leaveOpen: true);
        while (ReadEntry(reader) is { } entry)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tree.Count();
            Apply(entry);
            Drain(entry.DataStream);
        }
    }

    private TarEntry? ReadEntry(TarReader reader)
    {
        archive.BeginHeader();
        try
        {
            return reader.GetNextEntry(copyData: false);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            throw new InvalidImageException($"The layer's archive is malformed: {exception.Message}", exception);
        }
        finally
        {
            archive.EndHeader();
        }
    }

    private void Apply(TarEntry entry)
    {
        if (entry.EntryType is TarEntryType.GlobalExtendedAttributes)
        {
            return;
        }

        var names = Split(entry.Name);
        if (names.Length == 0)
        {
            ApplyRoot(entry);
        }
        else if (names[^1].StartsWith(WhiteoutPrefix, StringComparison.Ordinal))
        {
            ApplyWhiteout(names);
        }
        else
        {
            ApplyEntry(entry, names);
        }
    }

    private void ApplyRoot(TarEntry entry)
    {
        if (entry.EntryType is TarEntryType.Directory)
        {
            tree.SetDirectoryAttributes(tree.Root, EntryAttributes.Of(entry));
        }
    }

    private void ApplyEntry(TarEntry entry, string[] names)
    {
        switch (entry.EntryType)
        {
            case TarEntryType.Directory or TarEntryType.DirectoryList:
                var directory = Locate(names);
                tree.MakeDirectory(directory);
                tree.SetDirectoryAttributes(directory, EntryAttributes.Of(entry));
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                WriteFile(entry, Locate(names));
                break;
            case TarEntryType.SymbolicLink:
                WriteSymbolicLink(entry, Locate(names));
                break;
            case TarEntryType.HardLink:
                WriteHardLink(entry, names);
                break;
            case TarEntryType.CharacterDevice or TarEntryType.BlockDevice or TarEntryType.Fifo:
                // A container gets its devices from the runtime, never from an image.
                break;
            default:
                throw new InvalidImageException($"The layer has an entry of the type {entry.EntryType}, which is not supported.");
        }
    }

    private string Locate(string[] names) => $"{tree.ResolveDirectory(names.AsSpan(..^1), create: true)}/{names[^1]}";

    private void WriteFile(TarEntry entry, string path)
    {
        if (entry is PaxTarEntry pax && pax.ExtendedAttributes.Keys.Any(key => key.StartsWith("GNU.sparse.", StringComparison.Ordinal)))
        {
            throw new InvalidImageException("The layer has a sparse file, which is not supported.");
        }

        tree.Clear(path);

        // CreateNew never follows a link, and the shared mode saves a needless lock.
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        var offset = 0L;
        int read;
        while (entry.DataStream is { } content && (read = content.Read(buffer)) > 0)
        {
            RandomAccess.Write(file, buffer.AsSpan(0, read), offset);
            offset += read;
        }

        EntryAttributes.Of(entry).ApplyToFile(path, file, options);
    }

    private void WriteSymbolicLink(TarEntry entry, string path)
    {
        if (entry.LinkName.Length == 0 || entry.LinkName.Contains('\0', StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(entry.LinkName) > MaxPathBytes)
        {
            throw new InvalidImageException($"The symbolic link '{entry.Name}' has no usable target.");
        }

        tree.Clear(path);
        File.CreateSymbolicLink(path, entry.LinkName);
        EntryAttributes.Of(entry).ApplyOwner(path, options);
    }

    private void WriteHardLink(TarEntry entry, string[] names)
    {
        var target = Split(entry.LinkName);
        var directory = target.Length == 0 ? null : tree.ResolveDirectory(target.AsSpan(..^1), create: false);
        var existing = directory is null ? null : $"{directory}/{target[^1]}";
        if (existing is null || LibC.Stat(existing) is not { } status || !(status.IsRegularFile || status.IsSymbolicLink))
        {
            throw new InvalidImageException($"The hard link '{entry.Name}' names '{entry.LinkName}', which is no file of the image.");
        }

        var path = Locate(names);
        if (existing.StartsWith(path + "/", StringComparison.Ordinal))
        {
            throw new InvalidImageException($"The hard link '{entry.Name}' would replace the directory of '{entry.LinkName}', which it names.");
        }

        if (path != existing)
        {
            tree.Clear(path);
            LibC.CreateHardLink(existing, path);
        }
    }

    private void ApplyWhiteout(string[] names)
    {
        var name = names[^1];
        var parent = names.AsSpan(..^1);
        if (name == OpaqueWhiteout)
        {
            ApplyOpaqueWhiteout(parent);
            return;
        }

        var hidden = name[WhiteoutPrefix.Length..];
        if (name.StartsWith(ReservedPrefix, StringComparison.Ordinal))
        {
            // Bookkeeping of AUFS: of no meaning here.
            return;
        }

        if (hidden is "" or "." or "..")
        {
            throw new InvalidImageException($"'{name}' is not a whiteout.");
        }

        if (whiteouts == WhiteoutFormat.Overlay)
        {
            UnpackTree.HideLower($"{tree.ResolveDirectory(parent, create: true)}/{hidden}");
        }
        else if (tree.ResolveDirectory(parent, create: false) is { } directory)
        {
            tree.RemoveLower($"{directory}/{hidden}");
        }
    }

    private void ApplyOpaqueWhiteout(ReadOnlySpan<string> parent)
    {
        if (whiteouts == WhiteoutFormat.Overlay)
        {
            UnpackTree.HideLowerContent(tree.ResolveDirectory(parent, create: true)!);
        }
        else if (tree.ResolveDirectory(parent, create: false) is { } directory)
        {
            tree.RemoveLowerContent(directory);
        }
    }

    // A leading slash means the root of the image, as tar(1) has it; a way up has no place in an image.
    private static string[] Split(string path)
    {
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(name => name != ".").ToArray();
        var isUnsafe = names.Contains("..") || path.Contains('\0', StringComparison.Ordinal);
        var isTooLong = Encoding.UTF8.GetByteCount(path) > MaxPathBytes || names.Any(name => Encoding.UTF8.GetByteCount(name) > MaxNameBytes);
        if (isUnsafe || isTooLong)
        {
            var shown = path.Length > 200 ? path[..200] + "…" : path;
            throw new InvalidImageException($"The path '{shown}' in the layer {(isUnsafe ? "leads out of the image" : "is too long")}.");
        }

        return names;
    }

    private void Drain(Stream? content)
    {
        while (content is not null && content.Read(buffer) > 0)
        {
            // Nothing wants it; the reader has to get past it all the same.
        }
    }
}
