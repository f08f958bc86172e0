namespace Pipelines.Deployments.Requests;

/// <summary>Keeps the rollback that the app is pinned to: its spec becomes the app's spec.</summary>
public sealed record CommitRollbackRequest : AppRequest;
