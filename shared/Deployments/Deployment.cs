using Pipelines.AppSpecs;

namespace Pipelines.Deployments;

/// <summary>
/// One attempt to make an app run as a spec says. Written by its workflow alone; <see cref="Sequence"/> grows with each
/// write so that a late writer never overwrites a newer state.
/// </summary>
public sealed record Deployment
{
    /// <summary>Gets the id, a UUID; also the id of its release and of its workflow instance.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the app's id.</summary>
    public required string AppId { get; init; }

    /// <summary>Gets the number of the write, from 0.</summary>
    public long Sequence { get; init; }

    /// <summary>Gets the spec, normalised, secrets encrypted.</summary>
    public required AppSpec Spec { get; init; }

    /// <summary>Gets why it was made.</summary>
    public required DeploymentCause Cause { get; init; }

    /// <summary>Gets the phase.</summary>
    public DeploymentPhase Phase { get; init; } = DeploymentPhase.PendingBuild;

    /// <summary>Gets when the phase last changed.</summary>
    public DateTimeOffset PhaseLastUpdatedAt { get; init; }

    /// <summary>Gets when it was requested.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when it was last written.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Gets the deployment that was active when this one began; null for the first.</summary>
    public string? PreviousDeploymentId { get; init; }

    /// <summary>Gets the deployment whose builds and spec this one took over (rollback, restart); null otherwise.</summary>
    public string? ClonedFrom { get; init; }

    /// <summary>Gets the release that runs for it: its own, or after an automatic rollback the one it went back to.</summary>
    public string? ReleaseId { get; init; }

    /// <summary>Gets the top-level steps of its progress; never empty.</summary>
    public IReadOnlyList<ProgressStep> Steps { get; init; } = [];

    /// <summary>Gets what it runs, by component; grows while building.</summary>
    public IReadOnlyList<ComponentBuild> Components { get; init; } = [];

    /// <summary>Gets a value indicating whether its images were removed, as it is too old to be rolled back to.</summary>
    public bool ImagesPruned { get; init; }

    /// <summary>Gets the commits that its sources were found at, by component: known before anything is built, and when the build fails.</summary>
    public IReadOnlyDictionary<string, string> Commits { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets why it ended in ERROR, SUPERSEDED or CANCELED; null otherwise.</summary>
    public StepReason? Reason { get; init; }

    /// <summary>Gets the exit code behind <see cref="Reason"/>; null without one.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Gets the last lines written by what failed, at most 20.</summary>
    public IReadOnlyList<string> LastLines { get; init; } = [];

    /// <summary>Gets what happened, for a person, oldest first; at most 200 entries.</summary>
    public IReadOnlyList<HistoryEntry> History { get; init; } = [];

    /// <summary>Tells the commit of a component: the one it was built from, or is to be.</summary>
    /// <returns>The commit, or null for a component that runs an image, or before its source was looked at.</returns>
    public string? CommitOf(string component) =>
        Components.FirstOrDefault(build => build.Name == component)?.SourceCommit ?? Commits.GetValueOrDefault(component);

    /// <summary>Gets a value indicating whether no further write follows.</summary>
    public bool IsFinal => Phase is DeploymentPhase.Superseded or DeploymentPhase.Error or DeploymentPhase.Canceled;
}
