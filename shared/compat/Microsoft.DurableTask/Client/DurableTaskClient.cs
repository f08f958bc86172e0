using System.ComponentModel;
using Microsoft.DurableTask.Internal;

namespace Microsoft.DurableTask.Client;

/// <summary>Starts, signals, watches and removes orchestrations.</summary>
public abstract class DurableTaskClient : IOrchestrationSubmitter, IAsyncDisposable
{
    /// <summary>Initializes a new instance of the <see cref="DurableTaskClient"/> class.</summary>
    /// <param name="name">The client's name.</param>
    protected DurableTaskClient(string name) => Name = name;

    /// <summary>Gets the client's name.</summary>
    public string Name { get; }

    /// <summary>Starts an orchestration.</summary>
    /// <param name="orchestratorName">The orchestrator's name.</param>
    /// <param name="cancellation">Cancels the request, not the orchestration.</param>
    /// <returns>The id of the instance.</returns>
    public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(TaskName orchestratorName, CancellationToken cancellation) =>
        ScheduleNewOrchestrationInstanceAsync(orchestratorName, null, null, cancellation);

    /// <summary>Starts an orchestration.</summary>
    /// <param name="orchestratorName">The orchestrator's name.</param>
    /// <param name="input">The input, or null.</param>
    /// <param name="cancellation">Cancels the request, not the orchestration.</param>
    /// <returns>The id of the instance.</returns>
    public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(TaskName orchestratorName, object? input, CancellationToken cancellation) =>
        ScheduleNewOrchestrationInstanceAsync(orchestratorName, input, null, cancellation);

    /// <summary>Starts an orchestration.</summary>
    /// <param name="orchestratorName">The orchestrator's name.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancellation">Cancels the request, not the orchestration.</param>
    /// <returns>The id of the instance.</returns>
    public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, StartOrchestrationOptions options, CancellationToken cancellation = default) =>
        ScheduleNewOrchestrationInstanceAsync(orchestratorName, null, options, cancellation);

    /// <summary>Starts an orchestration.</summary>
    /// <param name="orchestratorName">The orchestrator's name.</param>
    /// <param name="input">The input, or null.</param>
    /// <param name="options">The options, or null.</param>
    /// <param name="cancellation">Cancels the request, not the orchestration.</param>
    /// <returns>The id of the instance.</returns>
    public abstract Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default);

    /// <summary>Sends an event to an orchestration; nothing happens if there is none of that id.</summary>
    /// <param name="instanceId">The receiver's id.</param>
    /// <param name="eventName">The event's name; case does not matter.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>A task that ends once the event is stored.</returns>
    public virtual Task RaiseEventAsync(string instanceId, string eventName, CancellationToken cancellation) =>
        RaiseEventAsync(instanceId, eventName, null, cancellation);

    /// <summary>Sends an event to an orchestration; nothing happens if there is none of that id.</summary>
    /// <param name="instanceId">The receiver's id.</param>
    /// <param name="eventName">The event's name; case does not matter.</param>
    /// <param name="eventPayload">The payload, or null.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>A task that ends once the event is stored.</returns>
    public abstract Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default);

    /// <summary>Waits until an orchestration is no longer pending.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The instance's state then.</returns>
    public virtual Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, CancellationToken cancellation) =>
        WaitForInstanceStartAsync(instanceId, false, cancellation);

    /// <summary>Waits until an orchestration is no longer pending.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="getInputsAndOutputs">Whether to fetch input, output and custom status.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The instance's state then.</returns>
    public abstract Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

    /// <summary>Waits until an orchestration has ended.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The instance's state then.</returns>
    public virtual Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, CancellationToken cancellation) =>
        WaitForInstanceCompletionAsync(instanceId, false, cancellation);

    /// <summary>Waits until an orchestration has ended.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="getInputsAndOutputs">Whether to fetch input, output and custom status.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The instance's state then.</returns>
    public abstract Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

    /// <summary>Ends an orchestration.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>A task that ends once the request is stored.</returns>
    public virtual Task TerminateInstanceAsync(string instanceId, CancellationToken cancellation) =>
        TerminateInstanceAsync(instanceId, null, cancellation);

    /// <summary>Ends an orchestration.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="output">The output it ends with, or null.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>A task that ends once the request is stored.</returns>
    public virtual Task TerminateInstanceAsync(string instanceId, object? output, CancellationToken cancellation = default) =>
        TerminateInstanceAsync(instanceId, output is null ? null : new TerminateInstanceOptions { Output = output }, cancellation);

    /// <summary>Ends an orchestration.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="options">The output, and whether its sub-orchestrations end too; or null.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>A task that ends once the request is stored.</returns>
    public virtual Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        throw NotSupported("orchestration termination");

    /// <summary>Suspends an orchestration: it keeps what arrives and does nothing until it is resumed.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>A task that ends once the request is stored.</returns>
    public virtual Task SuspendInstanceAsync(string instanceId, CancellationToken cancellation) =>
        SuspendInstanceAsync(instanceId, null, cancellation);

    /// <summary>Suspends an orchestration: it keeps what arrives and does nothing until it is resumed.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>A task that ends once the request is stored.</returns>
    public abstract Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

    /// <summary>Resumes a suspended orchestration.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>A task that ends once the request is stored.</returns>
    public virtual Task ResumeInstanceAsync(string instanceId, CancellationToken cancellation) =>
        ResumeInstanceAsync(instanceId, null, cancellation);

    /// <summary>Resumes a suspended orchestration.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>A task that ends once the request is stored.</returns>
    public abstract Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

    /// <summary>Gives an orchestration's state.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>The state; null if there is no such instance.</returns>
    public virtual Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, CancellationToken cancellation) =>
        GetInstanceAsync(instanceId, false, cancellation);

    /// <summary>Gives an orchestration's state.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="getInputsAndOutputs">Whether to fetch input, output and custom status.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>The state; null if there is no such instance.</returns>
    public virtual Task<OrchestrationMetadata?> GetInstanceAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation);

    /// <summary>Gives an orchestration's state; the older name of <see cref="GetInstanceAsync(string, CancellationToken)"/>.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>The state; null if there is no such instance.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public virtual Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, CancellationToken cancellation) =>
        GetInstancesAsync(instanceId, false, cancellation);

    /// <summary>Gives an orchestration's state; the older name of <see cref="GetInstanceAsync(string, bool, CancellationToken)"/>.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="getInputsAndOutputs">Whether to fetch input, output and custom status.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>The state; null if there is no such instance.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public abstract Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

    /// <summary>Gives the states of the orchestrations that a query selects.</summary>
    /// <param name="filter">The query; null for all.</param>
    /// <returns>The states, page by page.</returns>
    public abstract AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null);

    /// <summary>Removes an orchestration that has ended.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>How many were removed.</returns>
    public virtual Task<PurgeResult> PurgeInstanceAsync(string instanceId, CancellationToken cancellation) =>
        PurgeInstanceAsync(instanceId, null, cancellation);

    /// <summary>Removes an orchestration that has ended.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="options">Whether its sub-orchestrations go too; or null.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>How many were removed.</returns>
    public virtual Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        throw NotSupported("purging of orchestration instances");

    /// <summary>Removes the ended orchestrations that a filter selects.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>How many were removed.</returns>
    public virtual Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, CancellationToken cancellation) =>
        PurgeAllInstancesAsync(filter, null, cancellation);

    /// <summary>Removes the ended orchestrations that a filter selects.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="options">Whether their sub-orchestrations go too; or null.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>How many were removed.</returns>
    public virtual Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        throw NotSupported("purging of orchestration instances");

    /// <summary>Starts an ended orchestration again with its input.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="restartWithNewInstanceId">Whether under a new id.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>The id of the restarted instance.</returns>
    public virtual Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default) =>
        throw NotSupported("orchestration restart");

    /// <summary>Takes a failed orchestration back to before its failure.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>A task that ends once the request is stored.</returns>
    public virtual Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellation = default) =>
        throw NotSupported("orchestration rewind");

    /// <summary>Lists the ids of the orchestrations that ended within a time.</summary>
    /// <param name="runtimeStatus">The statuses wanted, or null for any.</param>
    /// <param name="completedTimeFrom">The earliest end, or null.</param>
    /// <param name="completedTimeTo">The latest end, or null.</param>
    /// <param name="pageSize">The ids in a page.</param>
    /// <param name="lastInstanceKey">Where to go on, or null to begin at the start.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>A page of ids.</returns>
    public virtual Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default) =>
        throw NotSupported("listing orchestration instance IDs filtered by completed time");

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    private NotSupportedException NotSupported(string what) => new($"{GetType()} does not support {what}.");
}
