using Pipelines.Deployments;

namespace Pipelines.Activities.Builds.Kubernetes.Running;

/// <summary>How a build's Job stands.</summary>
/// <param name="State">The state.</param>
/// <param name="Report">What the last step reported; null when it did not succeed, or its pod is gone.</param>
/// <param name="Failure">Why it failed; or, of one that vanished, how, in its message.</param>
internal sealed record BuildVerdict(BuildJobState State, string? Report = null, BuildException? Failure = null)
{
    public static readonly BuildVerdict Running = new(BuildJobState.Running);

    public static BuildVerdict Failed(BuildException failure) => new(BuildJobState.Failed, Failure: failure);

    /// <summary>Something that is not the build's fault took it away.</summary>
    public static BuildVerdict Vanished(string how) => new(BuildJobState.Vanished, Failure: new(ReasonCodes.BuildJobFailed, how));
}
