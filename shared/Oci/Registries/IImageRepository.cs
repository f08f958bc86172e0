namespace Pipelines.Oci;

/// <summary>
/// One repository in one store. Every operation is idempotent: it may be repeated after a crash and finds what the
/// first try did. Content is verified against its digest on its way in and out. Members throw
/// <see cref="RegistryException"/> when the store refuses or cannot be reached, and
/// <see cref="InvalidImageException"/> when content is not what its digest says.
/// </summary>
public interface IImageRepository
{
    /// <summary>The store: a registry's <c>host[:port]</c> or a layout directory. Repositories of equal stores can mount from each other.</summary>
    string Registry { get; }

    /// <summary>The repository's name within the store.</summary>
    string Name { get; }

    /// <summary>Whether the repository holds the blob.</summary>
    Task<bool> ExistsAsync(Digest digest, CancellationToken cancellationToken = default);

    /// <summary>Opens a blob. The stream throws <see cref="InvalidImageException"/> at its end when the content does not have the digest.</summary>
    /// <exception cref="RegistryException">The blob is not there (404) or cannot be read.</exception>
    Task<Stream> OpenBlobAsync(Digest digest, CancellationToken cancellationToken = default);

    /// <summary>Stores a blob unless the repository already has it.</summary>
    /// <param name="descriptor">The digest and size the content must have.</param>
    /// <param name="open">Opens the content from its start; called again when an upload has to be repeated or resumed.</param>
    /// <param name="cancellationToken">Cancels the upload.</param>
    Task PushBlobAsync(Descriptor descriptor, Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken = default);

    /// <summary>Makes a blob of another repository of the same store available here without moving it.</summary>
    /// <returns>False when that is not possible: push it instead.</returns>
    Task<bool> TryMountAsync(Digest digest, string fromRepository, CancellationToken cancellationToken = default);

    /// <summary>Reads a manifest or index of at most 4 MiB.</summary>
    /// <returns>Null when there is none of that tag or digest.</returns>
    Task<StoredManifest?> GetManifestAsync(string tagOrDigest, CancellationToken cancellationToken = default);

    /// <summary>Stores a manifest or index whose blobs are already there; an existing tag moves to it.</summary>
    Task<Descriptor> PutManifestAsync(ReadOnlyMemory<byte> content, string mediaType, string? tag = null, CancellationToken cancellationToken = default);

    /// <summary>The repository's tags in ordinal order; empty when there is no such repository.</summary>
    Task<IReadOnlyList<string>> ListTagsAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes a tag, or a manifest with all its tags. Not every registry can remove a tag alone.</summary>
    /// <returns>False when there was none.</returns>
    Task<bool> DeleteManifestAsync(string tagOrDigest, CancellationToken cancellationToken = default);

    /// <summary>Frees the blobs that no image needs any more. Nothing may be pushed meanwhile. A registry does that by itself, when it next collects its garbage.</summary>
    Task CollectAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <summary>
    /// Removes all images; no error when there is no such repository. A registry that allows no deletion keeps them, and
    /// one frees their space when it next collects its garbage.
    /// </summary>
    Task DeleteAsync(CancellationToken cancellationToken = default);
}
