namespace Pipelines.DurableTask.Embedded;

/// <summary>The histories of orchestrations, for people to read.</summary>
internal interface IOrchestrationHistory
{
    /// <summary>Gives what has happened to an instance since it began, or began anew.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>The events, oldest first; none if there is no such instance.</returns>
    Task<IReadOnlyList<OrchestrationHistoryEvent>> GetAsync(string instanceId, CancellationToken cancellation = default);
}
