namespace Pipelines.Deployments.Requests;

/// <summary>Deploys the app: with a new spec, from newer commits, or again as it is.</summary>
public sealed record DeployRequest : AppRequest
{
    /// <summary>Gets the id of the deployment to make, a UUID that the caller chose.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>Gets a value indicating whether the caller stored a new spec under the deployment's id (<see cref="DeploymentStore.PutSpecAsync"/>); false deploys the app's current one.</summary>
    public bool NewSpec { get; init; }

    /// <summary>Gets why.</summary>
    public required DeploymentCause Cause { get; init; }

    /// <summary>Gets a value indicating whether images are built even when nothing changed.</summary>
    public bool ForceBuild { get; init; }

    /// <summary>Gets a value indicating whether branches are resolved anew; false takes the commits of the active deployment where the source of a component is the same.</summary>
    public bool UpdateSources { get; init; } = true;

    /// <summary>Gets the commit to build by component name, as a push named it; components that are absent follow <see cref="UpdateSources"/>.</summary>
    public IReadOnlyDictionary<string, string> Commits { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets which of a branch's pushes named <see cref="Commits"/>; null for what no push asked for.</summary>
    public PushMark? Push { get; init; }
}
