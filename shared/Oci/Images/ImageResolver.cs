using System.Net;

namespace Pipelines.Oci;

/// <summary>Leads from a tag, an index or a digest to the image of one platform.</summary>
public static class ImageResolver
{
    private const int MaxIndexDepth = 3;

    /// <summary>Resolves an image.</summary>
    /// <param name="repository">Where to look.</param>
    /// <param name="tagOrDigest">The tag or digest of a manifest or an index.</param>
    /// <param name="platform">The platform, this machine's unless given. A single manifest is taken for what it is.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="RegistryException">There is no such image (404), or none for the platform.</exception>
    /// <exception cref="InvalidImageException">The image is malformed.</exception>
    public static async Task<ResolvedImage> ResolveAsync(this IImageRepository repository, string tagOrDigest, Platform? platform = null, CancellationToken cancellationToken = default)
    {
        platform ??= Platform.Current;
        var reference = tagOrDigest;
        for (var depth = 0; depth < MaxIndexDepth; depth++)
        {
            var stored = await repository.GetManifestAsync(reference, cancellationToken)
                ?? throw new RegistryException($"There is no image '{reference}' in {repository.Registry}/{repository.Name}.", HttpStatusCode.NotFound, "MANIFEST_UNKNOWN");
            if (!MediaTypes.IsIndex(stored.Descriptor.MediaType))
            {
                return await ReadAsync(repository, stored, cancellationToken);
            }

            reference = Choose(stored, platform, repository).Digest.ToString();
        }

        throw new InvalidImageException($"The index '{tagOrDigest}' nests more than {MaxIndexDepth} deep.");
    }

    private static Descriptor Choose(StoredManifest stored, Platform platform, IImageRepository repository)
    {
        var manifests = ImageIndex.Parse(stored.Content.Span).Manifests;
        var exact = manifests.FirstOrDefault(manifest => manifest.Platform is { } candidate && candidate.Matches(platform));
        var chosen = exact ?? (manifests is [{ Platform: null } only] ? only : null);
        return chosen ?? throw new RegistryException(
            $"{repository.Registry}/{repository.Name}@{stored.Descriptor.Digest} has no image for {platform}, only for {string.Join(", ", manifests.Select(manifest => manifest.Platform).OfType<Platform>())}.",
            HttpStatusCode.NotFound,
            "MANIFEST_UNKNOWN");
    }

    private static async Task<ResolvedImage> ReadAsync(IImageRepository repository, StoredManifest stored, CancellationToken cancellationToken)
    {
        if (!MediaTypes.IsManifest(stored.Descriptor.MediaType))
        {
            throw new InvalidImageException($"'{stored.Descriptor.MediaType}' is not the media type of an image manifest.");
        }

        var manifest = ImageManifest.Parse(stored.Content.Span);
        await using var blob = await repository.OpenBlobAsync(manifest.Config.Digest, cancellationToken);
        var content = await BoundedContent.ReadAsync(blob, ManifestDocument.MaxBytes, "The image config", cancellationToken);
        var config = ImageConfig.Parse(content);
        if (config.RootFileSystem.DiffIds.Count != manifest.Layers.Count)
        {
            throw new InvalidImageException($"The manifest has {manifest.Layers.Count} layers, its config {config.RootFileSystem.DiffIds.Count}: not a container image.");
        }

        return new ResolvedImage(stored.Descriptor, manifest, config, stored.Content);
    }
}
