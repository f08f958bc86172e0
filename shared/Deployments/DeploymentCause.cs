namespace Pipelines.Deployments;

/// <summary>Why a deployment was made.</summary>
/// <param name="Type">The kind of cause.</param>
/// <param name="Description">One line for a person: "manual", "app spec updated", "commit 9a4df0b pushed to github/o/r".</param>
public sealed record DeploymentCause(DeploymentCauseType Type, string Description);
