using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipelines.DurableTask.Embedded.Storage;
using Pipelines.DurableTask.Embedded.Turns;

namespace Pipelines.DurableTask.Embedded;

/// <summary>
/// The engine: a store, a mailbox for each instance that has something to do, a queue of turns and one of activities.
/// The database is opened at the first use; nothing runs before <see cref="Start"/>.
/// </summary>
internal sealed partial class EmbeddedEngine : IDisposable
{
    private static readonly TimeSpan s_lastTurns = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, InstanceMailbox> _mailboxes = new(StringComparer.Ordinal);
    private readonly BoundedWorkQueue _turns = new("turns");
    private readonly BoundedWorkQueue _activities = new("activities");
    private readonly Lazy<DurableStore> _store;
    private readonly EmbeddedDurableTaskOptions _options;
    private readonly IServiceProvider _services;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private TurnProcessor? _processor;
    private ActivityRunner? _runner;

    public EmbeddedEngine(
        IOptions<EmbeddedDurableTaskOptions> options, TimeProvider time, IServiceProvider services, ILoggerFactory loggers)
    {
        _options = options.Value;
        _services = services;
        _loggers = loggers;
        _logger = loggers.CreateLogger<EmbeddedEngine>();
        _store = new Lazy<DurableStore>(Open);
        Time = time;
        Cache = new OrchestrationCache(_options.MaximumCachedOrchestrations);
        Timers = new TimerScheduler(time, OnTimer);
    }

    public TimeProvider Time { get; }

    public OrchestrationCache Cache { get; }

    public InstanceWaiters Waiters { get; } = new();

    public TimerScheduler Timers { get; }

    public StoreReader Reader => _store.Value.Reader;

    /// <summary>Gets a task that fails when the engine can no longer write, as when another process took the database over.</summary>
    public Task Fault => _store.Value.Fault;

    public static TaskFailure TerminatedFailure(string instanceId) => new(new TaskFailureDetails(
        "Terminated", $"The orchestration with the instance id '{instanceId}' was terminated.", null, null, null));

    /// <summary>Opens the database and begins to work on what waits there.</summary>
    public void Start(DurableTaskFactory factory, DurableTaskWorkerOptions options)
    {
        _processor = new TurnProcessor(this, _options, factory, options.DataConverter, _services, _loggers);
        _runner = new ActivityRunner(this, factory, options.DataConverter, _services, _loggers);
        var store = _store.Value;
        _turns.Start(options.Concurrency.MaximumConcurrentOrchestrationWorkItems);
        _activities.Start(options.Concurrency.MaximumConcurrentActivityWorkItems);
        LogStarted(_options.DatabasePath, store.Epoch);
    }

    /// <summary>Takes on nothing more, waits for what runs, and closes the database. What an activity does not finish in time is done at the next start.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        _activities.Close();
        await WaitAsync(_activities.WhenIdle(), _options.StopGracePeriod, cancellation);
        await WaitAsync(_turns.WhenIdle(), s_lastTurns, cancellation);
        _turns.Close();
        await _turns.WhenIdle();
        Dispose();
    }

    public void Dispose()
    {
        _activities.Close();
        _turns.Close();
        Timers.Dispose();
        if (_store.IsValueCreated)
        {
            _store.Value.Dispose();
        }

        Waiters.Fail(new ObjectDisposedException(nameof(EmbeddedEngine), "The durable task engine has stopped."));
    }

    public long NextId() => _store.Value.NextId();

    public Task<T> WriteAsync<T>(Func<StoreTransaction, T> work) => _store.Value.WriteAsync(work);

    /// <summary>Puts a message into a live instance's inbox.</summary>
    /// <returns>False if there is no such instance, or it is not the execution that is meant.</returns>
    public bool Send(StoreTransaction transaction, InboxMessage message)
    {
        if (transaction.FindLiveExecution(message.InstanceId) is not { } execution || !message.IsFor(execution))
        {
            return false;
        }

        message = message with { Id = NextId() };
        transaction.Insert(message);
        transaction.AfterCommit(() => Deliver(message));
        return true;
    }

    /// <summary>Begins an instance, in the place of an ended or terminated one of the same id.</summary>
    public void Begin(StoreTransaction transaction, InstanceRecord instance, DateTimeOffset? startAt)
    {
        instance = instance with { Execution = NextId() };
        Remove(transaction, instance.Id);
        transaction.Insert(instance);
        if (startAt > instance.Created)
        {
            var timer = new TimerRecord(instance.Id, instance.Execution, TimerRecord.StartTask, startAt.Value);
            transaction.Insert(timer);
            transaction.AfterCommit(() => Timers.Add(timer));
        }
        else
        {
            var started = new InboxMessage(instance.Id, InboxMessage.First, HistoryEventKind.ExecutionStarted, instance.Execution, Name: instance.Name);
            transaction.Insert(started);
            transaction.AfterCommit(() => Deliver(started));
        }

        transaction.AfterCommit(() => Waiters.Notify(instance.Id));
    }

    /// <summary>Removes an instance and all that belongs to it.</summary>
    public void Remove(StoreTransaction transaction, string instanceId)
    {
        transaction.DeleteInstance(instanceId);
        transaction.AfterCommit(() =>
        {
            Cache.Take(instanceId);
            if (_mailboxes.TryGetValue(instanceId, out var mailbox))
            {
                mailbox.Reset();
            }
        });
    }

    /// <summary>Hands a message to an instance and sees to it that a turn follows.</summary>
    public void Deliver(InboxMessage message)
    {
        while (true)
        {
            var mailbox = _mailboxes.GetOrAdd(message.InstanceId, static id => new InstanceMailbox(id));
            if (mailbox.Deliver(message) is { } mustSchedule)
            {
                Continue(mailbox, mustSchedule);
                return;
            }

            _mailboxes.TryRemove(KeyValuePair.Create(message.InstanceId, mailbox));
        }
    }

    /// <summary>Schedules the mailbox's next turn if it must have one.</summary>
    public void Continue(InstanceMailbox mailbox, bool mustSchedule)
    {
        if (mustSchedule)
        {
            _turns.Enqueue(() => RunTurn(mailbox));
        }
    }

    /// <summary>Closes the mailbox of an instance that has ended.</summary>
    public void Forget(InstanceMailbox mailbox)
    {
        mailbox.Close();
        _mailboxes.TryRemove(KeyValuePair.Create(mailbox.InstanceId, mailbox));
    }

    public void Dispatch(ActivityRecord activity) => _activities.Enqueue(() => _runner!.RunAsync(activity));

    private static async Task WaitAsync(Task work, TimeSpan grace, CancellationToken cancellation)
    {
        try
        {
            await work.WaitAsync(grace, cancellation);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // Time is up: what still runs is done again at the next start.
        }
    }

    private DurableStore Open()
    {
        var store = DurableStore.Open(_options.DatabasePath);
        _ = store.Fault.ContinueWith(OnFault, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        store.Reader.ReadActivities().ForEach(Dispatch);
        store.Reader.ReadTimers().ForEach(Timers.Add);
        store.Reader.ReadInbox().ForEach(Deliver);
        return store;
    }

    private void OnFault(Task fault)
    {
        var exception = fault.Exception!.InnerException!;
        LogFault(exception);
        _activities.Close();
        _turns.Close();
        Waiters.Fail(exception);
    }

    private void OnTimer(TimerRecord timer) => Deliver(new InboxMessage(
        timer.InstanceId,
        InboxMessage.Transient,
        timer.TaskId == TimerRecord.StartTask ? HistoryEventKind.ExecutionStarted : HistoryEventKind.TimerFired,
        timer.Execution,
        timer.TaskId));

    private Task RunTurn(InstanceMailbox mailbox)
    {
        try
        {
            _processor!.Run(mailbox);
        }
        catch (Exception exception)
        {
            // Never the orchestrator's own exception: the database could not be read, or the engine is wrong.
            LogTurnFailed(exception, mailbox.InstanceId);
            _store.Value.Fail(exception);
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Information, "The durable task engine runs on {DatabasePath} as its owner {Epoch}")]
    private partial void LogStarted(string databasePath, long epoch);

    [LoggerMessage(LogLevel.Critical, "The durable task engine has stopped: it can no longer write")]
    private partial void LogFault(Exception exception);

    [LoggerMessage(LogLevel.Critical, "A turn of {InstanceId} could not be taken")]
    private partial void LogTurnFailed(Exception exception, string instanceId);
}
