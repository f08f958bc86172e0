using Pipelines.Deployments;

namespace Pipelines.Functions.Api.Alerts;

/// <summary>A step of an alert.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status">Its state: PENDING, RUNNING, SUCCESS or ERROR.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Reason">Why it failed.</param>
public sealed record AlertStepWire(string Name, StepStatus Status, DateTimeOffset? StartedAt = null, DateTimeOffset? EndedAt = null, StepReason? Reason = null);
