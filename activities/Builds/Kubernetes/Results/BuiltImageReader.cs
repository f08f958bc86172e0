using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipelines.Activities.Builds.Kubernetes.Plans;
using Pipelines.Activities.Builds.Kubernetes.Running;
using Pipelines.Activities.Detection.Toml;
using Pipelines.Deployments;
using Pipelines.Oci;

namespace Pipelines.Activities.Builds.Kubernetes.Results;

/// <summary>Reads back what a build made: the registry is asked, not the build's log.</summary>
internal sealed class BuiltImageReader(IImageRegistry registry)
{
    // Labels of the Buildpacks Platform API.
    private const string BuildMetadata = "io.buildpacks.build.metadata";
    private const string LifecycleMetadata = "io.buildpacks.lifecycle.metadata";

    /// <summary>Finds the image of a build by the tag that is its own.</summary>
    /// <returns>Null when the build has made none.</returns>
    public async Task<BuiltImage?> FindAsync(string repository, string tag, CancellationToken cancellation)
    {
        try
        {
            return await ReadAsync(repository, tag, cancellation);
        }
        catch (RegistryException problem) when (problem.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Reads an image.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="tagOrDigest">The tag or digest.</param>
    /// <param name="cancellation">Cancels the requests.</param>
    /// <exception cref="BuildException">What is there is no image.</exception>
    public async Task<BuiltImage> ReadAsync(string repository, string tagOrDigest, CancellationToken cancellation)
    {
        try
        {
            var image = await registry.Open(repository).ResolveAsync(tagOrDigest, cancellationToken: cancellation);
            return Describe(image);
        }
        catch (InvalidImageException problem)
        {
            throw new BuildException(ReasonCodes.BuildJobFailed, $"The build made an image that cannot be read: {problem.Message}", innerException: problem);
        }
    }

    /// <summary>The digest in what the last step reported: a digest alone, or the lifecycle's <c>report.toml</c>; null when there is none in it.</summary>
    public static string? DigestOf(string? report)
    {
        if (string.IsNullOrWhiteSpace(report))
        {
            return null;
        }

        try
        {
            var text = report.StartsWith("sha256:", StringComparison.Ordinal) ? report.Trim() : TomlReader.Read(report).Table("image")?.Text("digest");
            return Digest.TryParse(text ?? string.Empty, out _) ? text : null;
        }
        catch (TomlException)
        {
            return null;
        }
    }

    /// <summary>The buildpacks in a <c>group.toml</c> (Platform API); none where it cannot be read.</summary>
    public static IReadOnlyList<UsedBuildpack> GroupOf(string? report)
    {
        try
        {
            return [.. TomlReader.Read(report ?? string.Empty).Tables("group")
                .Where(buildpack => buildpack.Text("id") is not null)
                .Select(buildpack => new UsedBuildpack(buildpack.Text("id")!, buildpack.Text("version") ?? string.Empty))];
        }
        catch (TomlException)
        {
            return [];
        }
    }

    private static BuiltImage Describe(ResolvedImage image)
    {
        var lifecycle = Label(image, LifecycleMetadata);
        var buildpacks = Label(image, BuildMetadata).Items("buildpacks")
            .Where(buildpack => buildpack.Text("id") is not null)
            .Select(buildpack => new UsedBuildpack(buildpack.Text("id")!, buildpack.Text("version") ?? string.Empty));
        return new(image, [.. buildpacks], LayerOf(image, lifecycle.Text("sbom", "sha")), RunImageOf(lifecycle), lifecycle is null ? null : BuildpackPlan.Launcher);
    }

    /// <summary>The layer whose uncompressed archive has the digest.</summary>
    private static string? LayerOf(ResolvedImage image, string? diffId)
    {
        var layers = image.Config.RootFileSystem.DiffIds.Zip(image.Manifest.Layers).Where(layer => layer.First.ToString() == diffId);
        return layers.Select(layer => layer.Second.Digest.ToString()).FirstOrDefault();
    }

    private static string? RunImageOf(JsonNode? lifecycle)
    {
        var reference = lifecycle.Text("runImage", "reference");
        return reference is not null && reference.Contains('@', StringComparison.Ordinal) ? reference : lifecycle.Text("runImage", "image") ?? reference;
    }

    private static JsonNode? Label(ResolvedImage image, string name)
    {
        try
        {
            return image.Config.Config.Labels.TryGetValue(name, out var text) ? JsonNode.Parse(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
