namespace Microsoft.DurableTask.Client;

/// <summary>Shorter ways to purge.</summary>
public static class DurableTaskClientExtensions
{
    /// <summary>Removes the ended orchestrations created within a time.</summary>
    /// <param name="client">The client.</param>
    /// <param name="createdFrom">The earliest creation, or null.</param>
    /// <param name="createdTo">The latest creation, or null.</param>
    /// <param name="statuses">The statuses wanted, or null for any ended one.</param>
    /// <param name="options">Whether sub-orchestrations go too; or null.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>How many were removed.</returns>
    public static Task<PurgeResult> PurgeInstancesAsync(
        this DurableTaskClient client,
        DateTimeOffset? createdFrom,
        DateTimeOffset? createdTo,
        IEnumerable<OrchestrationRuntimeStatus>? statuses,
        PurgeInstanceOptions? options,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.PurgeAllInstancesAsync(new PurgeInstancesFilter(createdFrom, createdTo, statuses), options, cancellation);
    }

    /// <summary>Removes the ended orchestrations created within a time.</summary>
    /// <param name="client">The client.</param>
    /// <param name="createdFrom">The earliest creation, or null.</param>
    /// <param name="createdTo">The latest creation, or null.</param>
    /// <param name="statuses">The statuses wanted, or null for any ended one.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>How many were removed.</returns>
    public static Task<PurgeResult> PurgeInstancesAsync(
        this DurableTaskClient client,
        DateTimeOffset? createdFrom,
        DateTimeOffset? createdTo,
        IEnumerable<OrchestrationRuntimeStatus>? statuses,
        CancellationToken cancellation = default) =>
        PurgeInstancesAsync(client, createdFrom, createdTo, statuses, null, cancellation);

    /// <summary>Removes the ended orchestrations created within a time.</summary>
    /// <param name="client">The client.</param>
    /// <param name="createdFrom">The earliest creation, or null.</param>
    /// <param name="createdTo">The latest creation, or null.</param>
    /// <param name="options">Whether sub-orchestrations go too; or null.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>How many were removed.</returns>
    public static Task<PurgeResult> PurgeInstancesAsync(
        this DurableTaskClient client,
        DateTimeOffset? createdFrom,
        DateTimeOffset? createdTo,
        PurgeInstanceOptions? options,
        CancellationToken cancellation = default) =>
        PurgeInstancesAsync(client, createdFrom, createdTo, null, options, cancellation);

    /// <summary>Removes the ended orchestrations created within a time.</summary>
    /// <param name="client">The client.</param>
    /// <param name="createdFrom">The earliest creation, or null.</param>
    /// <param name="createdTo">The latest creation, or null.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>How many were removed.</returns>
    public static Task<PurgeResult> PurgeInstancesAsync(
        this DurableTaskClient client,
        DateTimeOffset? createdFrom,
        DateTimeOffset? createdTo,
        CancellationToken cancellation = default) =>
        PurgeInstancesAsync(client, createdFrom, createdTo, null, null, cancellation);
}
