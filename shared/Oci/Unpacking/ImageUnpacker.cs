namespace Pipelines.Oci;

/// <summary>Unpacks a whole image into one directory, layer over layer, for machines without overlayfs.</summary>
public sealed class ImageUnpacker
{
    private readonly UnpackOptions options;
    private readonly LayerUnpacker unpacker;

    /// <summary>Makes an unpacker.</summary>
    public ImageUnpacker(UnpackOptions? options = null)
    {
        this.options = options ?? new UnpackOptions();
        unpacker = new LayerUnpacker(this.options);
    }

    /// <summary>Unpacks an image into a directory that nobody else changes meanwhile.</summary>
    /// <param name="repository">Where the image is.</param>
    /// <param name="image">The image, as <see cref="ImageResolver"/> found it.</param>
    /// <param name="directory">Where to; made when missing, and best empty. After an error its content is undefined.</param>
    /// <param name="cancellationToken">Stops between entries.</param>
    /// <exception cref="InvalidImageException">A layer is malformed, unsafe, too large, or not what its digest says.</exception>
    public async Task UnpackAsync(IImageRepository repository, ResolvedImage image, string directory, CancellationToken cancellationToken = default)
    {
        var tree = new UnpackTree(directory, options);
        foreach (var (layer, diffId) in image.Manifest.Layers.Zip(image.Config.RootFileSystem.DiffIds))
        {
            await using var blob = await repository.OpenBlobAsync(layer.Digest, cancellationToken);
            await Task.Run(() => unpacker.Unpack(blob, layer.MediaType, diffId, tree, WhiteoutFormat.Apply, cancellationToken), cancellationToken);
        }

        tree.Finish();
    }
}
