namespace Pipelines.Orchestrations.Previews;

/// <summary>Tells a preview's workflow of its pull request.</summary>
/// <param name="DeploymentId">The deployment to make, under whose id the spec is stored; null to remove the preview.</param>
/// <param name="Lifetime">How long it lives from now.</param>
public sealed record PreviewMessage(string? DeploymentId, TimeSpan Lifetime)
{
    /// <summary>The name of the external event.</summary>
    public const string EventName = "PullRequest";

    /// <summary>The message that removes the preview.</summary>
    public static PreviewMessage Close { get; } = new(null, TimeSpan.Zero);

    /// <summary>The workflow instance of a preview.</summary>
    /// <param name="appId">The app that is the preview.</param>
    public static string InstanceId(string appId) => "preview-" + appId;
}
