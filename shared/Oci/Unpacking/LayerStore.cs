namespace Pipelines.Oci;

/// <summary>
/// Keeps unpacked layers, each once, as lower directories for overlayfs. Safe among tasks and processes; a layer is
/// there whole or not at all. Needs root, for the whiteouts.
/// </summary>
public sealed class LayerStore
{
    private const int MaxParallelism = 2;

    private readonly string root;
    private readonly bool sync;
    private readonly LayerUnpacker unpacker;

    /// <summary>Opens a store; its directories are made when needed.</summary>
    /// <param name="root">The store's directory: layers are in <c>layers/</c>, named by the hexadecimal digits of their DiffId.</param>
    /// <param name="options">The limits of a layer.</param>
    /// <param name="sync">
    /// Whether a layer is on disk before it counts as there. Without, a loss of power (not a killed process) can
    /// leave a damaged layer behind.
    /// </param>
    public LayerStore(string root, UnpackOptions? options = null, bool sync = true)
    {
        this.root = Path.GetFullPath(root);
        this.sync = sync;
        unpacker = new LayerUnpacker(options);
    }

    /// <summary>Makes the layers of an image available.</summary>
    /// <param name="repository">Where the image is.</param>
    /// <param name="image">The image, as <see cref="ImageResolver"/> found it.</param>
    /// <param name="cancellationToken">Stops between entries; finished layers stay.</param>
    /// <returns>The directories for overlayfs' <c>lowerdir=</c>, the topmost first, none twice; empty for an image without layers.</returns>
    /// <exception cref="InvalidImageException">A layer is malformed, unsafe, too large, or not what its digest says.</exception>
    public async Task<IReadOnlyList<string>> UnpackAsync(IImageRepository repository, ResolvedImage image, CancellationToken cancellationToken = default)
    {
        var layers = image.Manifest.Layers.Zip(image.Config.RootFileSystem.DiffIds).DistinctBy(layer => layer.Second).ToArray();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = MaxParallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(layers, parallel, async (layer, token) => await EnsureAsync(repository, layer.First, layer.Second, token));
        return Directories(image.Config);
    }

    /// <summary>The directories of an image that has been unpacked before; null when a layer is missing.</summary>
    public IReadOnlyList<string>? Find(ImageConfig config) =>
        Directories(config) is var directories && directories.All(Directory.Exists) ? directories : null;

    /// <summary>Removes the layers that no image in use has. The caller ensures that none of them is mounted or being unpacked for use.</summary>
    /// <param name="keep">The DiffIds to keep.</param>
    /// <param name="cancellationToken">Stops between layers.</param>
    /// <returns>How many were removed.</returns>
    public async Task<int> PruneAsync(IReadOnlySet<Digest> keep, CancellationToken cancellationToken = default)
    {
        var layers = new DirectoryInfo(Path.Combine(root, "layers"));
        var removed = 0;
        foreach (var layer in layers.Exists ? layers.GetDirectories() : [])
        {
            if (Digest.TryParse("sha256:" + layer.Name, out var diffId) && !keep.Contains(diffId))
            {
                using var held = await LockAsync(diffId, cancellationToken);
                Discard(diffId);
                removed++;
            }
        }

        return removed;
    }

    // Where an image has the same layer twice the upper one alone decides, and overlayfs takes no directory twice.
    private string[] Directories(ImageConfig config) =>
        [.. config.RootFileSystem.DiffIds.Reverse().Distinct().Select(LayerPath)];

    private async Task EnsureAsync(IImageRepository repository, Descriptor layer, Digest diffId, CancellationToken cancellationToken)
    {
        if (Directory.Exists(LayerPath(diffId)))
        {
            return;
        }

        using var held = await LockAsync(diffId, cancellationToken);
        if (!Directory.Exists(LayerPath(diffId)))
        {
            await UnpackAsync(repository, layer, diffId, cancellationToken);
        }
    }

    private async Task UnpackAsync(IImageRepository repository, Descriptor layer, Digest diffId, CancellationToken cancellationToken)
    {
        var partial = PartialPath(diffId);
        RemovePartial(partial);
        try
        {
            await using var blob = await repository.OpenBlobAsync(layer.Digest, cancellationToken);
            await unpacker.UnpackAsync(blob, layer.MediaType, diffId, partial, WhiteoutFormat.Overlay, cancellationToken);
        }
        catch
        {
            RemovePartial(partial);
            throw;
        }

        Publish(partial, diffId);
    }

    private void Publish(string partial, Digest diffId)
    {
        if (sync)
        {
            LibC.SyncFileSystem(partial);
        }

        Directory.Move(partial, LayerPath(diffId));
        LibC.SyncDirectory(Path.Combine(root, "layers"));
        ImageStorageMeter.RecordCommit();
    }

    // Renamed first: half a layer must never be found.
    private void Discard(Digest diffId)
    {
        var partial = PartialPath(diffId);
        RemovePartial(partial);
        Directory.Move(LayerPath(diffId), partial);
        RemovePartial(partial);
    }

    private Task<FileLock> LockAsync(Digest diffId, CancellationToken cancellationToken)
    {
        foreach (var name in new[] { "layers", "partial", "locks" })
        {
            Directory.CreateDirectory(Path.Combine(root, name));
        }

        return FileLock.AcquireAsync(Path.Combine(root, "locks", diffId.Hex), cancellationToken);
    }

    private static void RemovePartial(string partial)
    {
        if (Directory.Exists(partial))
        {
            Directory.Delete(partial, recursive: true);
        }
    }

    private string LayerPath(Digest diffId) => Path.Combine(root, "layers", diffId.Hex);

    private string PartialPath(Digest diffId) => Path.Combine(root, "partial", diffId.Hex);
}
