namespace Pipelines.Oci;

/// <summary>Copies images between stores: blobs in parallel, each at most once, the manifest last. The digest stays the same.</summary>
public sealed class ImageCopier
{
    private readonly int maxParallelism;

    /// <summary>Makes a copier.</summary>
    /// <param name="maxParallelism">How many blobs move at once, 1 to 64.</param>
    public ImageCopier(int maxParallelism = 4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxParallelism, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxParallelism, 64);
        this.maxParallelism = maxParallelism;
    }

    /// <summary>Copies the image that a tag, an index or a digest leads to on one platform.</summary>
    /// <param name="source">Where it is.</param>
    /// <param name="tagOrDigest">What names it there.</param>
    /// <param name="destination">Where it shall be.</param>
    /// <param name="tag">The tag it gets there; none when null.</param>
    /// <param name="platform">The platform, this machine's unless given.</param>
    /// <param name="progress">Told of each blob that has arrived.</param>
    /// <param name="cancellationToken">Cancels the copy; what has arrived stays and is not sent again.</param>
    public async Task<ResolvedImage> CopyAsync(
        IImageRepository source,
        string tagOrDigest,
        IImageRepository destination,
        string? tag = null,
        Platform? platform = null,
        IProgress<BlobProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var image = await source.ResolveAsync(tagOrDigest, platform, cancellationToken);
        Descriptor[] blobs = [.. image.Manifest.Layers.Append(image.Manifest.Config).DistinctBy(blob => blob.Digest)];
        var transfer = new BlobTransfer(destination, blobs.Length, progress);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = maxParallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(blobs, parallel, async (blob, token) => await transfer.CopyAsync(source, blob, token));
        await destination.PutManifestAsync(image.Content, image.Descriptor.MediaType, tag, cancellationToken);
        return image;
    }
}
