namespace Pipelines.Activities.Previews;

/// <summary>What is to be done about a preview.</summary>
/// <param name="Step">What.</param>
/// <param name="AppId">The app that is the preview.</param>
/// <param name="BaseAppId">The app that it is a preview of.</param>
/// <param name="OwnerId">The team of both.</param>
/// <param name="PreviewKey">The key of its document.</param>
/// <param name="DeploymentId">The deployment under whose id its spec is stored; null to close it.</param>
/// <param name="Lifetime">How long it lives from now.</param>
public sealed record PreviewDecision(PreviewStep Step, string AppId, string BaseAppId, string OwnerId, string PreviewKey, string? DeploymentId, TimeSpan Lifetime);
