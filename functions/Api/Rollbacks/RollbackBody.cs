namespace Pipelines.Functions.Api.Rollbacks;

/// <summary>The body of a request for a rollback.</summary>
/// <param name="DeploymentId">The deployment to go back to.</param>
/// <param name="SkipPin">Whether the app stays open for deployments.</param>
public sealed record RollbackBody(string? DeploymentId = null, bool SkipPin = false);
