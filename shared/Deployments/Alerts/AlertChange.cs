namespace Pipelines.Deployments.Alerts;

/// <summary>Something new of an alert.</summary>
/// <param name="AlertId">The alert.</param>
/// <param name="Kind">What is new.</param>
/// <param name="Key">What tells it from all others of the alert.</param>
/// <param name="At">When.</param>
/// <param name="Message">What happened, for a person.</param>
/// <param name="Value">What was measured; null for what happened.</param>
/// <param name="DeploymentId">The deployment it is about; null without one.</param>
public sealed record AlertChange(string AlertId, AlertChangeKind Kind, string Key, DateTimeOffset At, string Message, double? Value = null, string? DeploymentId = null)
{
    /// <summary>Gets a value indicating whether people are told.</summary>
    public bool IsTold => Kind is AlertChangeKind.Raised or AlertChangeKind.Recovered or AlertChangeKind.Happened;
}
