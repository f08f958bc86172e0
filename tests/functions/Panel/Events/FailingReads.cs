using Pipelines.Storage.State;

namespace Pipelines.Functions.Tests.Panel.Events;

/// <summary>A store of which one document cannot be read for a while.</summary>
internal sealed class FailingReads(IStateStore store) : IStateStore
{
    private int _failures;
    private int _reads;

    /// <summary>Gets or sets which document, named by its collection and key, cannot be read; null for none.</summary>
    public Predicate<string>? IsBroken { get; set; }

    /// <summary>Gets how many documents were asked for.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>Gets how many reads have failed.</summary>
    public int Failures => Volatile.Read(ref _failures);

    public Task<StateDocument?> GetAsync(string collection, string key, CancellationToken cancellation = default)
    {
        _ = Interlocked.Increment(ref _reads);
        if (IsBroken?.Invoke($"{collection}/{key}") is true)
        {
            _ = Interlocked.Increment(ref _failures);
            throw new IOException("the disk does not answer");
        }

        return store.GetAsync(collection, key, cancellation);
    }

    public Task<string?> PutAsync(string collection, string key, string json, StateCondition condition = default, CancellationToken cancellation = default) =>
        store.PutAsync(collection, key, json, condition, cancellation);

    public Task<bool> DeleteAsync(string collection, string key, StateCondition condition = default, CancellationToken cancellation = default) =>
        store.DeleteAsync(collection, key, condition, cancellation);

    public Task<IReadOnlyList<StateDocument>> ListAsync(string collection, string prefix = "", string? after = null, int limit = 100, CancellationToken cancellation = default) =>
        store.ListAsync(collection, prefix, after, limit, cancellation);

    public Task<IReadOnlyList<string>> ListKeysAsync(string collection, string prefix = "", string? after = null, int limit = 1000, CancellationToken cancellation = default) =>
        store.ListKeysAsync(collection, prefix, after, limit, cancellation);

    public Task<int> CountAsync(string collection, string prefix = "", CancellationToken cancellation = default) => store.CountAsync(collection, prefix, cancellation);
}
