using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Pipelines.DurableTask.Embedded.Storage;

namespace Pipelines.DurableTask.Embedded.Execution;

/// <summary>What an orchestrator run by the embedded engine sees of it.</summary>
internal sealed class EmbeddedOrchestrationContext(
    OrchestrationExecution execution, InstanceRecord instance, DataConverter converter, ILoggerFactory loggers) : TaskOrchestrationContext
{
    private int _guids;

    public override TaskName Name => instance.Name;

    public override string InstanceId => instance.Id;

    public override ParentOrchestrationInstance? Parent { get; } =
        instance.Parent is { } parent ? new ParentOrchestrationInstance(parent.Name, parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime => execution.Now.UtcDateTime;

    public override bool IsReplaying => execution.IsReplaying;

    public override string Version => instance.Version;

    public object? CustomStatus { get; private set; }

    protected override ILoggerFactory LoggerFactory => loggers;

    public override T? GetInput<T>()
        where T : default => converter.Deserialize<T>(instance.Input);

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        ThrowIfOptionsAsInput(input, options);
        return TaskRetries.RunAsync(this, options?.Retry, () => Schedule<TResult>(name, id => new OrchestrationStep(
            new HistoryEvent(HistoryEventKind.TaskScheduled, execution.Now, id, name, converter.Serialize(input)),
            options?.Version is { } version ? version.Version : Version,
            converter.Serialize(input))));
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        ThrowIfOptionsAsInput(input, options);
        var instanceId = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        return TaskRetries.RunAsync(this, options?.Retry, () => Schedule<TResult>(orchestratorName, id => new OrchestrationStep(
            new HistoryEvent(HistoryEventKind.SubOrchestrationCreated, execution.Now, id, orchestratorName, instanceId),
            options?.Version is { } version ? version.Version : string.Empty,
            converter.Serialize(input),
            options?.Tags?.AsReadOnly())));
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        var timer = new PendingStep<object?>("timer", converter);
        var step = execution.Take(id => new OrchestrationStep(new HistoryEvent(
            HistoryEventKind.TimerCreated, execution.Now, id, null, HistoryEvent.FormatDueTime(fireAt.ToUniversalTime()))));
        execution.Await(step, timer);
        cancellationToken.Register(() =>
        {
            if (execution.TryCancelTimer(step))
            {
                timer.Cancel(cancellationToken);
            }
        });
        return timer.Task;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return execution.Events.WaitAsync<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        execution.Take(id => new OrchestrationStep(
            new HistoryEvent(HistoryEventKind.EventSent, execution.Now, id, eventName, instanceId), Input: converter.Serialize(payload)));
    }

    public override void SetCustomStatus(object? customStatus) => CustomStatus = customStatus;

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        ContinueAsNew(new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        execution.NextGeneration = new ContinueAsNewOptions
        {
            NewInput = converter.Serialize(options.NewInput),
            PreserveUnprocessedEvents = options.PreserveUnprocessedEvents,
            NewVersion = string.IsNullOrWhiteSpace(options.NewVersion) ? null : options.NewVersion,
        };
    }

    public override Guid NewGuid() => DeterministicGuid.Create(
        string.Create(CultureInfo.InvariantCulture, $"{instance.Id}_{instance.Execution}_{_guids++}"));

    private static void ThrowIfOptionsAsInput(object? input, TaskOptions? options)
    {
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException(
                $"A {nameof(TaskOptions)} was given as the input and none as the options; name the parameter: options.", nameof(input));
        }
    }

    private Task<TResult> Schedule<TResult>(string name, Func<long, OrchestrationStep> make)
    {
        var pending = new PendingStep<TResult>(name, converter);
        execution.Await(execution.Take(make), pending);
        return pending.Task;
    }
}
