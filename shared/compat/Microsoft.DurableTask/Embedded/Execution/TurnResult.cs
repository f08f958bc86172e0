namespace Pipelines.DurableTask.Embedded.Execution;

/// <summary>What an orchestrator did in a turn.</summary>
internal sealed record TurnResult(
    OrchestrationOutcome Outcome, IReadOnlyList<OrchestrationStep> Steps, IReadOnlyList<long> CancelledTimers, string? CustomStatus);
