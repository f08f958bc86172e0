using Pipelines.AppSpecs;

namespace Pipelines.Clusters;

/// <summary>What is to run of an app: every component by image digest with its resolved environment, and the routes to them.</summary>
public sealed record Release
{
    /// <summary>Gets the id of the release, which is the id of the deployment that made it.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the app's id.</summary>
    public required string AppId { get; init; }

    /// <summary>Gets the app's name, the first label of its default host name.</summary>
    public required string AppName { get; init; }

    /// <summary>Gets the components that run all the time: services, workers and static sites.</summary>
    public IReadOnlyList<ReleaseComponent> Components { get; init; } = [];

    /// <summary>Gets the ingress rules, normalised: each names a component of this release or redirects.</summary>
    public IReadOnlyList<IngressRule> Rules { get; init; } = [];

    /// <summary>Gets the host names beside the default one.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>Gets those of <see cref="Domains"/> that get a certificate; a wildcard's two names are one of these.</summary>
    public IReadOnlyList<ReleaseDomain> SecureDomains { get; init; } = [];
}
