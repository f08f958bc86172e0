using System.Text;

namespace Pipelines.Oci;

/// <summary>
/// Keeps written layers in a directory under keys of the caller's choice, so that what did not change, a language
/// runtime for example, is compressed once. Safe among tasks and processes. Deleting the directory only costs time.
/// </summary>
public sealed class LayerCache
{
    private readonly string directory;
    private readonly LayerWriter writer;

    /// <summary>Opens a cache; the directory is made when missing.</summary>
    public LayerCache(string directory, LayerWriter writer)
    {
        this.directory = directory;
        this.writer = writer;
    }

    /// <summary>The layer of a key, written when the cache has none.</summary>
    /// <param name="key">Names the content: equal keys must mean equal content.</param>
    /// <param name="content">Says what the layer holds; asked only when it has to be written.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public async Task<ImageLayer> GetOrWriteAsync(string key, Func<CancellationToken, Task<LayerContent>> content, CancellationToken cancellationToken = default)
    {
        var name = Path.Combine(directory, Digest.Of(Encoding.UTF8.GetBytes(key)).Hex);
        if (Find(name) is { } ready)
        {
            return ready;
        }

        Directory.CreateDirectory(directory);
        using var held = await FileLock.AcquireAsync(name + ".lock", cancellationToken);
        return Find(name) ?? await WriteAsync(name, await content(cancellationToken), cancellationToken);
    }

    private static ImageLayer? Find(string name)
    {
        var record = new FileInfo(name + ".json");
        if (!record.Exists)
        {
            return null;
        }

        var cached = OciJson.Read<CachedLayer>(File.ReadAllBytes(record.FullName), "cached layer");
        var file = new FileInfo(name + ".layer");
        return file.Exists && file.Length == cached.Descriptor.Size
            ? ImageLayer.FromFile(file.FullName, cached.Descriptor, cached.DiffId)
            : null;
    }

    private async Task<ImageLayer> WriteAsync(string name, LayerContent content, CancellationToken cancellationToken)
    {
        var partial = name + ".partial";
        File.Delete(partial);
        var layer = await writer.WriteFileAsync(content, partial, cancellationToken);
        File.Move(partial, name + ".layer", overwrite: true);
        await AtomicFile.WriteAsync(name + ".json", partial, OciJson.Write(new CachedLayer(layer.Descriptor, layer.DiffId)), cancellationToken);
        return ImageLayer.FromFile(name + ".layer", layer.Descriptor, layer.DiffId);
    }
}
