namespace Pipelines.Functions.Api.Deployments;

/// <summary>The body of a request for a deployment.</summary>
/// <param name="ForceBuild">Whether images are built even when nothing changed.</param>
public sealed record CreateDeploymentBody(bool ForceBuild = false);
