namespace Pipelines.Oci;

/// <summary>Removes the blobs of an image layout that none of its images needs.</summary>
internal static class LayoutSweep
{
    /// <summary>Removes them.</summary>
    /// <param name="repository">The layout.</param>
    /// <param name="manifests">The entries of its index.</param>
    /// <param name="blobs">The directory of its blobs.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public static async Task RunAsync(IImageRepository repository, IReadOnlyList<Descriptor> manifests, string blobs, CancellationToken cancellation)
    {
        var needed = new HashSet<Digest>();
        foreach (var manifest in manifests)
        {
            await AddAsync(repository, manifest.Digest, needed, cancellation);
        }

        foreach (var blob in new DirectoryInfo(blobs).EnumerateFiles())
        {
            if (Digest.TryParse("sha256:" + blob.Name, out var digest) && !needed.Contains(digest))
            {
                blob.Delete();
            }
        }

        ImageStorageMeter.RecordCommit();
    }

    private static async Task AddAsync(IImageRepository repository, Digest digest, HashSet<Digest> needed, CancellationToken cancellation)
    {
        if (!needed.Add(digest) || await repository.GetManifestAsync(digest.ToString(), cancellation) is not { } stored)
        {
            return;
        }

        if (MediaTypes.IsIndex(stored.Descriptor.MediaType))
        {
            foreach (var child in ImageIndex.Parse(stored.Content.Span).Manifests)
            {
                await AddAsync(repository, child.Digest, needed, cancellation);
            }
        }
        else
        {
            var image = ImageManifest.Parse(stored.Content.Span);
            needed.UnionWith(image.Layers.Select(layer => layer.Digest).Append(image.Config.Digest));
        }
    }
}
