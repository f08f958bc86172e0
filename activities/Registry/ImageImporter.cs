using Microsoft.Extensions.Options;
using Pipelines.Activities.Builds;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Oci;

namespace Pipelines.Activities.Registry;

/// <summary>Copies the images that specs name from their registries into the platform's own.</summary>
/// <param name="registry">The platform's registry.</param>
/// <param name="options">Where the public registries are.</param>
public sealed class ImageImporter(IImageRegistry registry, IOptions<ImageSourceOptions> options)
{
    /// <summary>Copies an image.</summary>
    /// <param name="source">What the spec names.</param>
    /// <param name="credentials">User and password as <c>user:password</c>; null for none.</param>
    /// <param name="repository">The repository to copy to.</param>
    /// <param name="log">Takes the progress.</param>
    /// <param name="cancellation">Stops the copy.</param>
    /// <returns>The image as <c>repository@sha256:…</c>.</returns>
    /// <exception cref="BuildException">The registry is not configured or does not give the image.</exception>
    public async Task<string> ImportAsync(ImageSource source, string? credentials, string repository, Action<string> log, CancellationToken cancellation)
    {
        var from = options.Value.Find(source.RegistryType)
            ?? throw new BuildException(
                ReasonCodes.BuildJobFailed,
                $"no registry of type {source.RegistryType} is configured; set Pipelines:Images:{source.RegistryType} to its host");
        var name = source.Registry is { Length: > 0 } account ? $"{account}/{source.Repository}" : source.Repository!;
        log($"copying image {source}");
        try
        {
            using var client = new RegistryClient(new RegistryOptions { Registry = from, Credentials = Parse(credentials) });
            var image = await new ImageCopier().CopyAsync(
                client.Open(name), source.Digest ?? source.EffectiveTag!, registry.Open(repository), cancellationToken: cancellation);
            log($"image is {image.Descriptor.Digest}");
            return $"{repository}@{image.Descriptor.Digest}";
        }
        catch (Exception exception) when (exception is RegistryException or InvalidImageException or HttpRequestException)
        {
            throw new BuildException(ReasonCodes.BuildJobFailed, $"image {source} cannot be had: {exception.Message}", innerException: exception);
        }
    }

    private static RegistryCredentials? Parse(string? credentials) =>
        credentials?.Split(':', 2) is [var user, var password] ? new RegistryCredentials(user, password) : null;
}
