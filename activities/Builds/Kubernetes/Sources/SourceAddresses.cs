using Microsoft.Extensions.Options;
using Pipelines.Deployments;
using Pipelines.Storage.Blobs;

namespace Pipelines.Activities.Builds.Kubernetes.Sources;

/// <summary>Gives builds an address at which they read their source: of the platform where it says how pods reach it, else of the blob store itself.</summary>
internal sealed class SourceAddresses(IBlobStore blobs, SourceGrants grants, IOptions<KubernetesBuildOptions> options)
{
    /// <summary>The path of the platform's endpoint, before the token.</summary>
    private const string Path = "builds/sources/";

    /// <summary>Signs an address.</summary>
    /// <param name="blob">The snapshot's name in the blob store.</param>
    /// <param name="until">When it ends, UTC.</param>
    /// <param name="cancellation">Cancels the requests.</param>
    /// <exception cref="BuildException">Pods cannot reach the source.</exception>
    public async Task<Uri> SignAsync(string blob, DateTimeOffset until, CancellationToken cancellation)
    {
        if (options.Value.PlatformUrl is { } platform)
        {
            var root = platform.AbsoluteUri.EndsWith('/') ? platform : new Uri(platform.AbsoluteUri + "/");
            return new Uri(root, Path + grants.Sign(blob, until));
        }

        return blobs is IBlobAddresses addresses
            ? await addresses.SignAsync(blob, until, cancellation)
            : throw new BuildException(ReasonCodes.BuildJobFailed, $"Builds on the cluster cannot reach their source: set {KubernetesBuildOptions.Section}:{nameof(KubernetesBuildOptions.PlatformUrl)} to this platform's address as pods reach it.");
    }
}
