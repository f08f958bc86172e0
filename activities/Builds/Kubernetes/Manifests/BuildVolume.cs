namespace Pipelines.Activities.Builds.Kubernetes.Manifests;

/// <summary>A volume of a build's pod: scratch space unless a member says otherwise.</summary>
/// <param name="Name">Its name.</param>
internal sealed record BuildVolume(string Name)
{
    /// <summary>The Secret it shows.</summary>
    public string? Secret { get; init; }

    /// <summary>The only keys of the Secret it shows; empty for all.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>The claim of the volume that outlives the build.</summary>
    public string? Claim { get; init; }
}
