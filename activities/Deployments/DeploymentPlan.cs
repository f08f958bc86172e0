using Pipelines.Deployments;

namespace Pipelines.Activities.Deployments;

/// <summary>What a deployment's workflow decides upon: the parts of its document that it needs, no more.</summary>
public sealed record DeploymentPlan
{
    /// <summary>Gets the progress steps to begin with.</summary>
    public required IReadOnlyList<ProgressStep> Steps { get; init; }

    /// <summary>Gets the app's name.</summary>
    public string AppName { get; init; } = "";

    /// <summary>Gets a value indicating whether the app is the preview of a pull request.</summary>
    public bool IsPreview { get; init; }

    /// <summary>Gets the components in the order of the spec.</summary>
    public required IReadOnlyList<PlannedComponent> Components { get; init; }

    /// <summary>Gets the builds taken over from the deployment it was cloned from; empty when it builds.</summary>
    public IReadOnlyList<ComponentBuild> TakenOver { get; init; } = [];

    /// <summary>Gets a value indicating whether the images of the deployment it was cloned from were removed: by retention, after the rollback was asked for.</summary>
    public bool IsCloneGone { get; init; }
}
