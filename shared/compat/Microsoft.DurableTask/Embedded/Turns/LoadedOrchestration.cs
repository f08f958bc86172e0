using Pipelines.DurableTask.Embedded.Execution;
using Pipelines.DurableTask.Embedded.Storage;

namespace Pipelines.DurableTask.Embedded.Turns;

/// <summary>An instance in memory.</summary>
/// <param name="Instance">Its row.</param>
/// <param name="Execution">Its running code; null before its first turn.</param>
/// <param name="HistoryEvents">How many events its history has.</param>
/// <param name="HistorySize">How large its history is, in characters.</param>
/// <param name="Failure">Why its code could not be made, if so.</param>
internal sealed record LoadedOrchestration(InstanceRecord Instance, OrchestrationExecution? Execution, int HistoryEvents, long HistorySize, TaskFailure? Failure = null);
