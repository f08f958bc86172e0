namespace Pipelines.Storage.State;

/// <summary>
/// Documents that outlive every process: apps, deployments, tokens, deliveries. Each document has a collection, a key
/// within it and an entity tag that changes with every write, so that two writers never overwrite each other unseen.
/// </summary>
/// <remarks>
/// Collections and keys match <c>^[a-z0-9][a-z0-9._/-]{0,255}$</c> without <c>//</c> or <c>..</c>, no segment between slashes
/// empty, ending in a dot or longer than 254; anything else is an <see cref="ArgumentException"/>. A document's text is at most 4 MiB. A write has become durable when its task completes.
/// </remarks>
public interface IStateStore
{
    /// <summary>Reads one document.</summary>
    /// <returns>The document, or null where there is none.</returns>
    Task<StateDocument?> GetAsync(string collection, string key, CancellationToken cancellation = default);

    /// <summary>Writes one document.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="key">The key within the collection.</param>
    /// <param name="json">The new content, JSON.</param>
    /// <param name="condition">What must hold for the write to happen.</param>
    /// <param name="cancellation">Cancels the wait; a write may still happen.</param>
    /// <returns>The new entity tag, or null when the condition did not hold.</returns>
    Task<string?> PutAsync(string collection, string key, string json, StateCondition condition = default, CancellationToken cancellation = default);

    /// <summary>Deletes one document.</summary>
    /// <returns>True when the document existed, the condition held and it is gone now.</returns>
    Task<bool> DeleteAsync(string collection, string key, StateCondition condition = default, CancellationToken cancellation = default);

    /// <summary>Lists documents of a collection in the ordinal order of their keys.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="prefix">Only keys that start with it; empty for all.</param>
    /// <param name="after">Only keys greater than it; null from the start.</param>
    /// <param name="limit">At most as many, 1 to 1000.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    Task<IReadOnlyList<StateDocument>> ListAsync(string collection, string prefix = "", string? after = null, int limit = 100, CancellationToken cancellation = default);

    /// <summary>Lists keys of a collection in ordinal order, without reading the documents.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="prefix">Only keys that start with it; empty for all.</param>
    /// <param name="after">Only keys greater than it; null from the start.</param>
    /// <param name="limit">At most as many, 1 to 1000.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    Task<IReadOnlyList<string>> ListKeysAsync(string collection, string prefix = "", string? after = null, int limit = 1000, CancellationToken cancellation = default);

    /// <summary>Counts the documents whose key starts with a prefix.</summary>
    Task<int> CountAsync(string collection, string prefix = "", CancellationToken cancellation = default);
}
