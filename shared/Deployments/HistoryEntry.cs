namespace Pipelines.Deployments;

/// <summary>One line of the story of a deployment.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Message">What happened, for a person, without secrets.</param>
public sealed record HistoryEntry(DateTimeOffset At, string Message);
