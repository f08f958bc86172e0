using System.Formats.Tar;
using System.IO.Compression;

namespace Pipelines.Oci;

/// <summary>
/// Writes layers so that the same content gives the same bytes: entries sorted, one modification time, numeric
/// owners only, permissions reduced to executable or not, extended attributes dropped; hard and symbolic links kept.
/// The digest of the uncompressed archive depends on the content alone; that of the compressed one also on the
/// framework's version of zlib. Nothing is held in memory but the names.
/// </summary>
public sealed class LayerWriter
{
    private const int BufferSize = 1 << 17;

    private readonly LayerWriterOptions options;

    /// <summary>Makes a writer.</summary>
    public LayerWriter(LayerWriterOptions? options = null) => this.options = options ?? new LayerWriterOptions();

    /// <summary>Writes a layer to a new file and makes it durable.</summary>
    /// <exception cref="IOException">The file exists, or content cannot be read.</exception>
    public async Task<ImageLayer> WriteFileAsync(LayerContent content, string path, CancellationToken cancellationToken = default)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize);
        var (descriptor, diffId) = await WriteAsync(content, file, cancellationToken);
        file.Flush(flushToDisk: true);
        return ImageLayer.FromFile(path, descriptor, diffId);
    }

    /// <summary>Writes a layer to a stream.</summary>
    /// <returns>What was written, and the digest of the uncompressed archive.</returns>
    /// <exception cref="InvalidImageException">The parts of the content contradict each other.</exception>
    public Task<(Descriptor Descriptor, Digest DiffId)> WriteAsync(LayerContent content, Stream destination, CancellationToken cancellationToken = default) =>
        Task.Run(() => Write(content, destination, cancellationToken), cancellationToken);

    private (Descriptor Descriptor, Digest DiffId) Write(LayerContent content, Stream destination, CancellationToken cancellationToken)
    {
        var entries = LayerTree.Read(content, cancellationToken).InOrder();
        using var stored = new HashingStream(destination);
        Digest diffId;
        using (var compressed = options.Compress ? new GZipStream(stored, CompressionLevel.Fastest, leaveOpen: true) : null)
        using (var archive = new HashingStream(compressed ?? (Stream)stored))
        {
            WriteArchive(entries, archive, cancellationToken);
            diffId = archive.CurrentDigest;
        }

        destination.Flush();
        var mediaType = options.Compress ? MediaTypes.LayerGzip : MediaTypes.Layer;
        return (new Descriptor { MediaType = mediaType, Digest = stored.CurrentDigest, Size = stored.Length }, diffId);
    }

    private void WriteArchive(IReadOnlyList<LayerEntry> entries, HashingStream archive, CancellationToken cancellationToken)
    {
        // Not disposed but flushed: disposing it would dispose the archive before its digest is known.
        var buffer = new BufferedStream(archive, BufferSize);
        using (var writer = new TarWriter(buffer, TarEntryFormat.Gnu, leaveOpen: true))
        {
            var names = new Dictionary<(ulong FileSystem, ulong Inode), string>();
            foreach (var entry in entries)
            {
                cancellationToken.ThrowIfCancellationRequested();
                WriteEntry(writer, entry, names);
            }
        }

        buffer.Flush();
    }

    private void WriteEntry(TarWriter writer, LayerEntry entry, Dictionary<(ulong FileSystem, ulong Inode), string> names)
    {
        switch (entry.Kind)
        {
            case LayerEntryKind.Directory:
                writer.WriteEntry(Describe(TarEntryType.Directory, entry, entry.Path + "/"));
                break;
            case LayerEntryKind.SymbolicLink:
                var link = Describe(TarEntryType.SymbolicLink, entry, entry.Path);
                link.LinkName = entry.LinkTarget!;
                writer.WriteEntry(link);
                break;
            case LayerEntryKind.File when entry.Identity is { } identity && !names.TryAdd(identity, entry.Path):
                var hardLink = Describe(TarEntryType.HardLink, entry, entry.Path);
                hardLink.LinkName = names[identity];
                writer.WriteEntry(hardLink);
                break;
            default:
                WriteFile(writer, entry);
                break;
        }
    }

    private void WriteFile(TarWriter writer, LayerEntry entry)
    {
        using Stream content = entry.SourcePath is null
            ? new MemoryStream(entry.Content.ToArray(), writable: false)
            : new FileStream(entry.SourcePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
        var file = Describe(TarEntryType.RegularFile, entry, entry.Path);
        file.DataStream = content;
        writer.WriteEntry(file);
    }

    // GNU's format, not POSIX': the framework puts its own process id into the names of POSIX' extended headers.
    private GnuTarEntry Describe(TarEntryType type, LayerEntry entry, string name) => new(type, name)
    {
        Mode = entry.Mode,
        Uid = entry.UserId,
        Gid = entry.GroupId,
        ModificationTime = options.ModificationTime,
    };
}
