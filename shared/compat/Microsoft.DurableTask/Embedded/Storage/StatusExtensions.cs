using Microsoft.DurableTask.Client;

namespace Pipelines.DurableTask.Embedded.Storage;

/// <summary>What a status means for the engine.</summary>
internal static class StatusExtensions
{
    /// <summary>Says whether an instance of this status can still go on.</summary>
    public static bool IsLive(this OrchestrationRuntimeStatus status) =>
        status is OrchestrationRuntimeStatus.Pending or OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Suspended;
}
