namespace Pipelines.Deployments.Alerts;

/// <summary>What became of the newest message to a destination.</summary>
/// <param name="At">When.</param>
/// <param name="Problem">Why it could not be delivered, without secrets; null when it was.</param>
public sealed record AlertDelivery(DateTimeOffset At, string? Problem);
