using Microsoft.DurableTask.Client;

namespace Pipelines.Functions.Embedded;

/// <summary>What the statuses of an instance mean.</summary>
internal static class RuntimeStatusExtensions
{
    public static bool HasEnded(this OrchestrationRuntimeStatus status) => status is
        OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
}
