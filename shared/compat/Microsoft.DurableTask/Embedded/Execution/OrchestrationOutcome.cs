using Pipelines.DurableTask.Embedded.Storage;

namespace Pipelines.DurableTask.Embedded.Execution;

/// <summary>Where an orchestrator stands after a turn.</summary>
internal abstract record OrchestrationOutcome
{
    private OrchestrationOutcome()
    {
    }

    /// <summary>It waits for something.</summary>
    internal sealed record Waiting(bool IsSuspended) : OrchestrationOutcome;

    /// <summary>It returned.</summary>
    internal sealed record Completed(string? Output) : OrchestrationOutcome;

    /// <summary>It threw, or could not be run.</summary>
    internal sealed record Failed(TaskFailure Failure) : OrchestrationOutcome;

    /// <summary>It was ended from outside.</summary>
    internal sealed record Terminated(string? Output, bool IsRecursive) : OrchestrationOutcome;

    /// <summary>It begins anew; the events are those it had not waited for.</summary>
    internal sealed record ContinuedAsNew(string? Input, string? Version, IReadOnlyList<HistoryEvent> CarriedEvents) : OrchestrationOutcome;
}
