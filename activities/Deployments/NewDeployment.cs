using Pipelines.Deployments;

namespace Pipelines.Activities.Deployments;

/// <summary>A deployment to create.</summary>
public sealed record NewDeployment
{
    /// <summary>Gets the app's id.</summary>
    public required string AppId { get; init; }

    /// <summary>Gets the deployment's id.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>Gets why.</summary>
    public required DeploymentCause Cause { get; init; }

    /// <summary>Gets when it was requested.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets a value indicating whether a spec is stored under its id; false takes the app's.</summary>
    public bool NewSpec { get; init; }

    /// <summary>Gets the deployment whose spec and builds it takes over; null for none.</summary>
    public string? CloneFrom { get; init; }

    /// <summary>Gets the deployment that is active now; null for none.</summary>
    public string? PreviousDeploymentId { get; init; }
}
