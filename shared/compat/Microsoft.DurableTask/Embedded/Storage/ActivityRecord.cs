namespace Pipelines.DurableTask.Embedded.Storage;

/// <summary>An activity that is to run. Its row stands until its result is part of a history.</summary>
internal sealed record ActivityRecord(string InstanceId, long Execution, long TaskId, string Name, string Version, string? Input);
