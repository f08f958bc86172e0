namespace Pipelines.Deployments.Domains;

/// <summary>A step of a domain's progress (Apps API, <c>domains[].progress.steps[]</c>).</summary>
/// <param name="Name">One of <see cref="DomainSteps"/>.</param>
/// <param name="Status">Its state.</param>
/// <param name="StartedAt">When it began; null before.</param>
/// <param name="EndedAt">When it ended; null before.</param>
/// <param name="Attempts">How often it has failed since it last went well.</param>
/// <param name="Reason">What it waits for or why it failed, with what to do; null for none.</param>
public sealed record DomainStep(string Name, StepStatus Status, DateTimeOffset? StartedAt = null, DateTimeOffset? EndedAt = null, int Attempts = 0, StepReason? Reason = null);
