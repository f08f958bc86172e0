namespace Pipelines.Storage.State;

/// <summary>One write that waits for the writer; <see cref="Json"/> is null for a deletion.</summary>
internal sealed class StateWrite(string collection, string key, string? json, int size, StateCondition condition)
{
    private readonly TaskCompletionSource<string?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Collection { get; } = collection;

    public string Key { get; } = key;

    public string? Json { get; } = json;

    public int Size { get; } = size;

    /// <summary>The new entity tag of a document put, the last one of a document deleted, null when the condition did not hold.</summary>
    public Task<string?> Done => _done.Task;

    /// <summary>Gets or sets what <see cref="Done"/> will tell once the transaction is durable.</summary>
    public string? Outcome { get; set; }

    /// <summary>Tells whether the write may happen, given the document's present entity tag or null.</summary>
    public bool Allows(string? present) =>
        (!condition.Absent || present is null) && (condition.ETag is null || condition.ETag == present);

    public void Complete() => _done.TrySetResult(Outcome);

    public void Fail(Exception failure) => _done.TrySetException(failure);
}
