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

    /// <summary>Lists the layers that are there.</summary>
    public IReadOnlyList<Digest> List() => Digests("layers");

    /// <summary>Removes a layer, whole or not at all: one that is half removed is never found.</summary>
    /// <param name="diffId">The layer.</param>
    /// <param name="decide">
    /// Is given what sets the layer aside, in one short step; calls it, or does not where the layer is wanted, and tells which.
    /// The caller ensures by it that the layer is not mounted, and that nobody has just found it.
    /// </param>
    /// <param name="cancellationToken">Stops while the layer is unpacked by somebody else.</param>
    /// <returns>Whether it was removed.</returns>
    public async Task<bool> RemoveAsync(Digest diffId, Func<Action, bool> decide, CancellationToken cancellationToken = default)
    {
        using var held = await LockAsync(diffId, cancellationToken);
        var partial = PartialPath(diffId);
        RemovePartial(partial);
        if (!Directory.Exists(LayerPath(diffId)) || !decide(() => Directory.Move(LayerPath(diffId), partial)))
        {
            return false;
        }

        RemovePartial(partial);
        return true;
    }

    /// <summary>Removes what is left of layers whose unpacking or removal was cut off.</summary>
    /// <param name="cancellationToken">Stops between layers.</param>
    public async Task RemoveLeftoversAsync(CancellationToken cancellationToken = default)
    {
        foreach (var diffId in Digests("partial"))
        {
            // Who unpacks it now holds its lock, and leaves nothing.
            using var held = await LockAsync(diffId, cancellationToken);
            RemovePartial(PartialPath(diffId));
        }
    }

    private Digest[] Digests(string directory)
    {
        var entries = new DirectoryInfo(Path.Combine(root, directory));
        return entries.Exists ? [.. entries.EnumerateDirectories().Where(each => Digest.TryParse("sha256:" + each.Name, out _)).Select(each => Digest.Parse("sha256:" + each.Name))] : [];
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
