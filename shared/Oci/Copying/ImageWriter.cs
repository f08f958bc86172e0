namespace Pipelines.Oci;

/// <summary>
/// Writes images: layers first, then the config, the manifest last, so that a reader never meets half an image. The
/// same definition gives the same digest; writing it again changes nothing.
/// </summary>
public sealed class ImageWriter
{
    private const int MaxParallelism = 4;

    private readonly IImageRepository repository;

    /// <summary>Makes a writer into one repository.</summary>
    public ImageWriter(IImageRepository repository) => this.repository = repository;

    /// <summary>Writes an image.</summary>
    /// <returns>Its manifest: deploy by this digest.</returns>
    public async Task<Descriptor> WriteAsync(ImageDefinition image, IProgress<BlobProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var config = ConfigOf(image);
        var configBytes = config.ToUtf8Bytes();
        var configDescriptor = Descriptor.Of(configBytes, MediaTypes.ImageConfig);
        var manifest = new ImageManifest
        {
            Config = configDescriptor,
            Layers = [.. BaseLayers(image).Select(AsOciLayer), .. image.Layers.Select(layer => layer.Descriptor)],
            Annotations = image.Annotations,
        };

        await PushLayersAsync(image, progress, cancellationToken);
        await repository.PushBlobAsync(configDescriptor, _ => Task.FromResult<Stream>(new MemoryStream(configBytes, writable: false)), cancellationToken);
        return await repository.PutManifestAsync(manifest.ToUtf8Bytes(), MediaTypes.ImageManifest, image.Tag, cancellationToken);
    }

    private static IReadOnlyList<Descriptor> BaseLayers(ImageDefinition image) => image.Base?.Image.Manifest.Layers ?? [];

    // An OCI manifest names layers by OCI's types; the bytes of Docker's are the same.
    private static Descriptor AsOciLayer(Descriptor layer) => layer.MediaType switch
    {
        MediaTypes.DockerLayer => layer with { MediaType = MediaTypes.Layer },
        MediaTypes.DockerLayerGzip => layer with { MediaType = MediaTypes.LayerGzip },
        _ => layer,
    };

    private static ImageConfig ConfigOf(ImageDefinition image)
    {
        var below = image.Base?.Image.Config;
        return new ImageConfig
        {
            Created = image.Created,
            Architecture = image.Platform.Architecture,
            Os = image.Platform.Os,
            Variant = image.Platform.Variant,
            Config = image.Config,
            RootFileSystem = new RootFileSystem
            {
                DiffIds = [.. below?.RootFileSystem.DiffIds ?? [], .. image.Layers.Select(layer => layer.DiffId)],
            },
            History =
            [
                .. HistoryOf(image.Base?.Image),
                .. image.Layers.Select(_ => new HistoryEntry { Created = image.Created, CreatedBy = image.CreatedBy }),
            ],
        };
    }

    // History is all or nothing: tools refuse a config whose history names fewer layers than there are.
    private static IEnumerable<HistoryEntry> HistoryOf(ResolvedImage? below)
    {
        if (below is null)
        {
            return [];
        }

        var layers = below.Manifest.Layers.Count;
        return below.Config.History.Count(entry => entry.EmptyLayer is not true) == layers
            ? below.Config.History
            : Enumerable.Repeat(new HistoryEntry { Created = below.Config.Created, CreatedBy = "base image" }, layers);
    }

    private async Task PushLayersAsync(ImageDefinition image, IProgress<BlobProgress>? progress, CancellationToken cancellationToken)
    {
        var transfer = new BlobTransfer(repository, BaseLayers(image).Count + image.Layers.Count, progress);
        var pushes = BaseLayers(image)
            .Select<Descriptor, Func<CancellationToken, Task>>(layer => token => transfer.CopyAsync(image.Base!.Repository, layer, token))
            .Concat(image.Layers.Select<ImageLayer, Func<CancellationToken, Task>>(layer => token => transfer.PushAsync(layer.Descriptor, layer.OpenAsync, token)));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = MaxParallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(pushes, parallel, async (push, token) => await push(token));
    }
}
