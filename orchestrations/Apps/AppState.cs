using Pipelines.Activities.Apps;
using Pipelines.Activities.Domains;
using Pipelines.Deployments.Requests;

namespace Pipelines.Orchestrations.Apps;

/// <summary>What an app's eternal workflow carries from one round to the next: references, no documents.</summary>
public sealed record AppState
{
    /// <summary>Gets the app's id.</summary>
    public required string AppId { get; init; }

    /// <summary>Gets the app to create in the first round; null in all others.</summary>
    public NewApp? Creation { get; init; }

    /// <summary>Gets the number of the last write of the app's document.</summary>
    public long Sequence { get; init; }

    /// <summary>Gets the deployment whose release has the traffic.</summary>
    public string? ActiveDeploymentId { get; init; }

    /// <summary>Gets the release that has the traffic.</summary>
    public string? ActiveReleaseId { get; init; }

    /// <summary>Gets the deployment the app is pinned to.</summary>
    public string? PinnedDeploymentId { get; init; }

    /// <summary>Gets the deployment that was active before the rollback the app is pinned to.</summary>
    public string? RolledBackFrom { get; init; }

    /// <summary>Gets the URL that answers.</summary>
    public string? LiveUrl { get; init; }

    /// <summary>Gets the release that stands by while the active one is on probation.</summary>
    public string? StandbyReleaseId { get; init; }

    /// <summary>Gets the deployment of the release that stands by.</summary>
    public string? StandbyDeploymentId { get; init; }

    /// <summary>Gets when the probation of the active release ends; null when it is over.</summary>
    public DateTimeOffset? ProbationEnds { get; init; }

    /// <summary>Gets the releases that are to be retired.</summary>
    public IReadOnlyList<string> Retiring { get; init; } = [];

    /// <summary>Gets a value indicating whether the workflow of its scheduled jobs was started; it ends with the app.</summary>
    public bool HasSchedules { get; init; }

    /// <summary>Gets, by component, the newest push that a deployment was made for.</summary>
    public IReadOnlyDictionary<string, PushMark> Pushes { get; init; } = new Dictionary<string, PushMark>();

    /// <summary>Gets the domains whose workflows run.</summary>
    public IReadOnlyList<DomainKey> Domains { get; init; } = [];

    /// <summary>Gets the message that waits for its turn: a deployment, a rollback or its revert.</summary>
    public AppMessage? Pending { get; init; }
}
