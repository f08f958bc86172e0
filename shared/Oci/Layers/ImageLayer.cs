namespace Pipelines.Oci;

/// <summary>A layer ready to become part of an image: described, and openable as often as an upload needs it.</summary>
/// <param name="Descriptor">The layer as it is stored and sent, usually compressed.</param>
/// <param name="DiffId">The digest of its uncompressed archive.</param>
/// <param name="OpenAsync">Opens the layer as stored, from its start.</param>
public sealed record ImageLayer(Descriptor Descriptor, Digest DiffId, Func<CancellationToken, Task<Stream>> OpenAsync)
{
    /// <summary>A layer in a file, written before.</summary>
    public static ImageLayer FromFile(string path, Descriptor descriptor, Digest diffId) =>
        new(descriptor, diffId, _ => Task.FromResult<Stream>(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan)));
}
