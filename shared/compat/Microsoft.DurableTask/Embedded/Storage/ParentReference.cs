namespace Pipelines.DurableTask.Embedded.Storage;

/// <summary>The step of the orchestration that started this one.</summary>
internal sealed record ParentReference(string InstanceId, string Name, long Execution, long TaskId);
