namespace Pipelines.DurableTask.Embedded;

/// <summary>Something that happened to an orchestration.</summary>
/// <param name="Timestamp">When its turn began.</param>
/// <param name="Type">What it was, such as TaskScheduled or EventRaised.</param>
/// <param name="Name">The task's or event's name, if it has one.</param>
/// <param name="Detail">Its payload, reason or failure, if it has one.</param>
internal sealed record OrchestrationHistoryEvent(DateTimeOffset Timestamp, string Type, string? Name, string? Detail);
