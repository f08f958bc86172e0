namespace Pipelines.Deployments.Alerts;

/// <summary>What is new of the alerts of an app.</summary>
/// <param name="AppId">The app.</param>
/// <param name="Changes">What is new.</param>
public sealed record AppAlertChanges(string AppId, IReadOnlyList<AlertChange> Changes);
