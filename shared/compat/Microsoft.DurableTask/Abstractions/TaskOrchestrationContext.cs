using Microsoft.DurableTask.Abstractions;
using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>What an orchestrator may use; all of it is deterministic under replay.</summary>
public abstract class TaskOrchestrationContext
{
    private ILoggerFactory? _replaySafeLoggerFactory;

    /// <summary>Gets the orchestrator's name.</summary>
    public abstract TaskName Name { get; }

    /// <summary>Gets the id of this instance.</summary>
    public abstract string InstanceId { get; }

    /// <summary>Gets the orchestration that started this one; null at the top.</summary>
    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <summary>Gets the time of the present turn in UTC; the same at every replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>Gets a value indicating whether the orchestrator is at a point it had reached before.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>Gets the version stamped on the instance; empty when there is none.</summary>
    public virtual string Version => string.Empty;

    /// <summary>Gets the properties the worker's configuration gives orchestrations.</summary>
    public virtual IReadOnlyDictionary<string, object?> Properties { get; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Gets a factory of loggers that are silent during replay.</summary>
    public virtual ILoggerFactory ReplaySafeLoggerFactory => _replaySafeLoggerFactory ??= new ReplaySafeLoggerFactory(this, () => LoggerFactory);

    /// <summary>Gets the factory of the underlying loggers.</summary>
    protected abstract ILoggerFactory LoggerFactory { get; }

    /// <summary>Gives the deserialized input.</summary>
    /// <typeparam name="T">The type of the input.</typeparam>
    /// <returns>The input; the type's default when there was none.</returns>
    public abstract T? GetInput<T>();

    /// <summary>Calls an activity.</summary>
    /// <param name="name">The activity's name.</param>
    /// <param name="input">The input, or null.</param>
    /// <param name="options">The options, or null.</param>
    /// <returns>A task that ends with the activity.</returns>
    /// <exception cref="TaskFailedException">The activity failed.</exception>
    public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallActivityAsync<object>(name, input, options);

    /// <summary>Calls an activity without input.</summary>
    /// <param name="name">The activity's name.</param>
    /// <param name="options">The options.</param>
    /// <returns>A task that ends with the activity.</returns>
    /// <exception cref="TaskFailedException">The activity failed.</exception>
    public virtual Task CallActivityAsync(TaskName name, TaskOptions options) => CallActivityAsync(name, null, options);

    /// <summary>Calls an activity without input.</summary>
    /// <typeparam name="TResult">The type of the output.</typeparam>
    /// <param name="name">The activity's name.</param>
    /// <param name="options">The options.</param>
    /// <returns>The activity's output.</returns>
    /// <exception cref="TaskFailedException">The activity failed.</exception>
    public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) =>
        CallActivityAsync<TResult>(name, null, options);

    /// <summary>Calls an activity.</summary>
    /// <typeparam name="TResult">The type of the output.</typeparam>
    /// <param name="name">The activity's name.</param>
    /// <param name="input">The input, or null.</param>
    /// <param name="options">The options, or null.</param>
    /// <returns>The activity's output.</returns>
    /// <exception cref="TaskFailedException">The activity failed.</exception>
    public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);

    /// <summary>Makes a durable timer.</summary>
    /// <param name="delay">How long from the present turn on.</param>
    /// <param name="cancellationToken">Cancels the timer.</param>
    /// <returns>A task that ends when the timer fires.</returns>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) =>
        CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>Makes a durable timer.</summary>
    /// <param name="fireAt">When it fires.</param>
    /// <param name="cancellationToken">Cancels the timer.</param>
    /// <returns>A task that ends when the timer fires.</returns>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>Waits for an event. The newest waiter of a name gets the next event.</summary>
    /// <typeparam name="T">The type of the event's payload.</typeparam>
    /// <param name="eventName">The event's name; case does not matter.</param>
    /// <param name="cancellationToken">Ends the wait; the event is left for others.</param>
    /// <returns>The payload.</returns>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Waits for an event for a time.</summary>
    /// <typeparam name="T">The type of the event's payload.</typeparam>
    /// <param name="eventName">The event's name; case does not matter.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <returns>The payload.</returns>
    /// <exception cref="TaskCanceledException">No event came in time.</exception>
    public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) =>
        WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);

    /// <summary>Waits for an event for a time.</summary>
    /// <typeparam name="T">The type of the event's payload.</typeparam>
    /// <param name="eventName">The event's name; case does not matter.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The payload.</returns>
    /// <exception cref="TaskCanceledException">No event came in time, or the wait was cancelled.</exception>
    public async Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource();
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timedOut = CreateTimer(timeout, timer.Token);
        var received = WaitForExternalEvent<T>(eventName, wait.Token);
        var loser = await Task.WhenAny(timedOut, received) == received ? timer : wait;
#pragma warning disable CA1849, VSTHRD103 // CancelAsync would leave the orchestrator's thread, which replay forbids.
        loser.Cancel();
#pragma warning restore CA1849, VSTHRD103
        return await received;
    }

    /// <summary>Sends an event to an orchestration; nothing happens if there is none of that id.</summary>
    /// <param name="instanceId">The receiver's id.</param>
    /// <param name="eventName">The event's name.</param>
    /// <param name="payload">The payload.</param>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Sets the status that readers of the instance see.</summary>
    /// <param name="customStatus">The status, or null for none.</param>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>Calls an orchestrator as a sub-orchestration.</summary>
    /// <typeparam name="TResult">The type of the output.</typeparam>
    /// <param name="orchestratorName">The orchestrator's name.</param>
    /// <param name="input">The input, or null.</param>
    /// <param name="options">The options, or null; <see cref="SubOrchestrationOptions"/> to give an id.</param>
    /// <returns>The orchestrator's output.</returns>
    /// <exception cref="TaskFailedException">The sub-orchestration failed or was terminated.</exception>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null);

    /// <summary>Calls an orchestrator without input as a sub-orchestration.</summary>
    /// <typeparam name="TResult">The type of the output.</typeparam>
    /// <param name="orchestratorName">The orchestrator's name.</param>
    /// <param name="options">The options.</param>
    /// <returns>The orchestrator's output.</returns>
    /// <exception cref="TaskFailedException">The sub-orchestration failed or was terminated.</exception>
    public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync<TResult>(orchestratorName, null, options);

    /// <summary>Calls an orchestrator without input as a sub-orchestration.</summary>
    /// <param name="orchestratorName">The orchestrator's name.</param>
    /// <param name="options">The options.</param>
    /// <returns>A task that ends with the sub-orchestration.</returns>
    /// <exception cref="TaskFailedException">The sub-orchestration failed or was terminated.</exception>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync(orchestratorName, null, options);

    /// <summary>Calls an orchestrator as a sub-orchestration.</summary>
    /// <param name="orchestratorName">The orchestrator's name.</param>
    /// <param name="input">The input, or null.</param>
    /// <param name="options">The options, or null; <see cref="SubOrchestrationOptions"/> to give an id.</param>
    /// <returns>A task that ends with the sub-orchestration.</returns>
    /// <exception cref="TaskFailedException">The sub-orchestration failed or was terminated.</exception>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        CallSubOrchestratorAsync<object>(orchestratorName, input, options);

    /// <summary>Begins anew with a fresh history once the orchestrator returns.</summary>
    /// <param name="newInput">The input of the next generation.</param>
    /// <param name="preserveUnprocessedEvents">Whether events nobody has waited for yet are carried over.</param>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>Begins anew with a fresh history once the orchestrator returns.</summary>
    /// <param name="options">The options.</param>
    public virtual void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ContinueAsNew(options.NewInput, options.PreserveUnprocessedEvents);
    }

    /// <summary>Makes a GUID that is the same at every replay.</summary>
    /// <returns>The GUID.</returns>
    public abstract Guid NewGuid();

    /// <summary>Makes a logger that is silent during replay.</summary>
    /// <param name="categoryName">The category.</param>
    /// <returns>The logger.</returns>
    public virtual ILogger CreateReplaySafeLogger(string categoryName) =>
        new ReplaySafeLogger(this, DurableTask.ReplaySafeLoggerFactory.Unwrap(LoggerFactory).CreateLogger(categoryName));

    /// <summary>Makes a logger that is silent during replay.</summary>
    /// <param name="type">The type whose name is the category.</param>
    /// <returns>The logger.</returns>
    public virtual ILogger CreateReplaySafeLogger(Type type) =>
        new ReplaySafeLogger(this, DurableTask.ReplaySafeLoggerFactory.Unwrap(LoggerFactory).CreateLogger(type));

    /// <summary>Makes a logger that is silent during replay.</summary>
    /// <typeparam name="T">The type whose name is the category.</typeparam>
    /// <returns>The logger.</returns>
    public virtual ILogger CreateReplaySafeLogger<T>() => CreateReplaySafeLogger(typeof(T));

    /// <summary>Compares the instance's version with another.</summary>
    /// <param name="version">The other version.</param>
    /// <returns>Below zero, zero or above zero, as the instance's is older, the same or newer.</returns>
    public virtual int CompareVersionTo(string version) => TaskOrchestrationVersioningUtils.CompareVersions(Version, version);
}
