using Microsoft.Extensions.Options;
using Pipelines.Activities.Builds.Kubernetes.Plans;
using Pipelines.Deployments;
using Pipelines.Oci;

namespace Pipelines.Activities.Builds.Kubernetes;

/// <summary>The registry as builds use it: under the name that pods know, with leave for one repository.</summary>
internal sealed class BuildRegistry(IImageRegistry registry, IOptions<KubernetesBuildOptions> options)
{
    private readonly KubernetesBuildOptions options = options.Value;

    /// <summary>Where the image of a build goes.</summary>
    /// <param name="key">The build's key.</param>
    /// <param name="repository">The repository.</param>
    /// <exception cref="BuildException">There is no registry.</exception>
    public BuildTarget TargetOf(string key, string repository)
    {
        var client = Client();
        return new(options.RegistryHost ?? client.Registry, repository, BuildTarget.NameOf(key), client.IsInsecure);
    }

    /// <summary>Gets leave to push to the repository, and to read a run image of the same registry.</summary>
    /// <param name="target">Where the image goes.</param>
    /// <param name="runsForeignCode">Whether what the build runs can read the leave.</param>
    /// <param name="cancellation">Cancels the requests.</param>
    /// <exception cref="BuildException">The leave would be more than this build may have.</exception>
    public async Task<RegistryGrant> GrantAsync(BuildTarget target, bool runsForeignCode, CancellationToken cancellation)
    {
        var grant = await Client().GrantAsync([target.Repository], [.. RunImages(target)], cancellation);
        return grant.IsScoped || grant.Authorization is null || !runsForeignCode || options.ShareRegistryCredentials
            ? grant
            : throw new BuildException(
                ReasonCodes.BuildJobFailed,
                $"The registry gives no tokens for one repository, and the commands of a Dockerfile could read the platform's own credentials. Remove dockerfile_path to build with buildpacks, or ask the operator for a registry with tokens ({KubernetesBuildOptions.Section}:{nameof(KubernetesBuildOptions.ShareRegistryCredentials)} allows it all the same).");
    }

    private IEnumerable<string> RunImages(BuildTarget target) =>
        ImageReference.TryParse(options.Buildpacks.RunImage, out var image) && image.Registry == target.Registry ? [image.Repository] : [];

    private RegistryClient Client() => registry as RegistryClient
        ?? throw new BuildException(ReasonCodes.BuildJobFailed, "Builds on a cluster push to a registry: set Pipelines:Registry:Host.");
}
