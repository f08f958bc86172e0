using System.IO.Compression;

namespace Pipelines.Oci;

/// <summary>
/// Unpacks layers. An archive is hostile until proven otherwise: nothing it holds reaches outside the directory,
/// its size is bounded, devices are left out, and its digest is checked. Extended attributes are dropped.
/// </summary>
public sealed class LayerUnpacker
{
    private readonly UnpackOptions options;

    /// <summary>Makes an unpacker.</summary>
    public LayerUnpacker(UnpackOptions? options = null) => this.options = options ?? new UnpackOptions();

    /// <summary>Unpacks one layer into a directory that nobody else changes meanwhile.</summary>
    /// <param name="layer">The layer as stored; read to its end.</param>
    /// <param name="mediaType">The layer's media type, which tells its compression.</param>
    /// <param name="diffId">The digest that the uncompressed archive must have.</param>
    /// <param name="directory">Where to; made when missing. After an error its content is undefined.</param>
    /// <param name="whiteouts">What becomes of whiteouts.</param>
    /// <param name="cancellationToken">Stops between entries.</param>
    /// <exception cref="InvalidImageException">The layer is malformed, unsafe, too large, or not what its digest says.</exception>
    public Task UnpackAsync(Stream layer, string mediaType, Digest diffId, string directory, WhiteoutFormat whiteouts = WhiteoutFormat.Apply, CancellationToken cancellationToken = default) =>
        Task.Run(
            () =>
            {
                var tree = new UnpackTree(directory, options);
                Unpack(layer, mediaType, diffId, tree, whiteouts, cancellationToken);
                tree.Finish();
            },
            cancellationToken);

    /// <summary>Unpacks one of the layers of a tree; the caller finishes the tree.</summary>
    internal void Unpack(Stream layer, string mediaType, Digest diffId, UnpackTree tree, WhiteoutFormat whiteouts, CancellationToken cancellationToken)
    {
        using var stored = new CountingStream(layer);
        try
        {
            using var archive = new ArchiveStream(Decompress(stored, mediaType), () => stored.BytesRead, options);
            new LayerApplier(tree, archive, whiteouts, options).Run(cancellationToken);
            archive.CopyTo(Stream.Null);
            if (archive.CurrentDigest != diffId)
            {
                throw new InvalidImageException($"The uncompressed layer should have the digest {diffId} but has {archive.CurrentDigest}.");
            }

            // What follows the compressed data counts for the digest of the blob.
            stored.CopyTo(Stream.Null);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidImageException($"The layer {diffId} cannot be read: {exception.Message}", exception);
        }
    }

    private static Stream Decompress(Stream stored, string mediaType)
    {
        if (mediaType.EndsWith("gzip", StringComparison.Ordinal))
        {
            return new GZipStream(stored, CompressionMode.Decompress, leaveOpen: true);
        }

        return mediaType.EndsWith("tar", StringComparison.Ordinal)
            ? new BufferedStream(stored, 1 << 16)
            : throw new InvalidImageException($"Layers of the type '{mediaType}' cannot be unpacked, only plain archives and those compressed with gzip.");
    }
}
