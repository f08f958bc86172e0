namespace Pipelines.DurableTask.Embedded.Execution;

/// <summary>An orchestrator's code did not take the steps that its history records.</summary>
internal sealed class NonDeterministicOrchestrationException(string orchestrator, string instanceId, string recorded, string attempted)
    : InvalidOperationException(
        $"The orchestrator '{orchestrator}' (instance '{instanceId}') is not deterministic: its history records {recorded}, but the replayed code attempted {attempted}. "
        + "Orchestrator code must take the same steps in the same order at every replay; change it for new instances only, under a new version.");
