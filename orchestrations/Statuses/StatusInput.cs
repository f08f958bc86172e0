using Pipelines.Activities.Statuses;

namespace Pipelines.Orchestrations.Statuses;

/// <summary>What a deployment's status workflow starts with.</summary>
/// <param name="Statuses">How the deployment is at first, for each repository and commit to tell of.</param>
public sealed record StatusInput(IReadOnlyList<DeploymentStatus> Statuses);
