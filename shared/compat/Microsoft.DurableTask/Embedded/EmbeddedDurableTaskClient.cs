using System.Diagnostics;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Pipelines.DurableTask.Embedded.Storage;

namespace Pipelines.DurableTask.Embedded;

/// <summary>The client of the embedded engine in the same process. What it answers is durable.</summary>
internal sealed class EmbeddedDurableTaskClient(string name, EmbeddedEngine engine, IOptionsMonitor<DurableTaskClientOptions> options)
    : DurableTaskClient(name)
{
    private const int PurgeBatch = 200;

    private DurableTaskClientOptions Options => options.Get(Name);

    private DataConverter Converter => Options.DataConverter;

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        var now = engine.Time.GetUtcNow();
        var instance = new InstanceRecord
        {
            Id = string.IsNullOrEmpty(options?.InstanceId) ? Guid.NewGuid().ToString("N") : options.InstanceId,
            Execution = 0,
            Name = orchestratorName,
            Version = options?.Version is { } version ? version.Version : Options.DefaultVersion,
            Created = now,
            Updated = now,
            Input = Converter.Serialize(input),
            Tags = InstanceTags.Format(options?.Tags),
        };
        var dedupe = ParseStatuses(options?.DedupeStatuses);
        return engine.WriteAsync(transaction => Start(transaction, instance, dedupe, options?.StartAt)).WaitAsync(cancellation);
    }

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var raised = new InboxMessage(instanceId, 0, HistoryEventKind.EventRaised, Name: eventName, Data: Converter.Serialize(eventPayload));
        return engine.WriteAsync(transaction => engine.Send(transaction, raised)).WaitAsync(cancellation);
    }

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, instance => instance.Status != OrchestrationRuntimeStatus.Pending, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, instance => !instance.IsLive, getInputsAndOutputs, cancellation);

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        ControlAsync(
            new InboxMessage(
                instanceId, 0, HistoryEventKind.Terminated, TaskId: options?.Recursive == true ? 1 : 0, Data: Converter.Serialize(options?.Output)),
            cancellation);

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        ControlAsync(new InboxMessage(instanceId, 0, HistoryEventKind.Suspended, Data: reason), cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        ControlAsync(new InboxMessage(instanceId, 0, HistoryEventKind.Resumed, Data: reason), cancellation);

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(engine.Reader.FindInstance(instanceId) is { } instance ? Describe(instance, getInputsAndOutputs) : null);
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        filter ??= new OrchestrationQuery();
        var selection = new InstanceSelection(filter.CreatedFrom, filter.CreatedTo, filter.Statuses?.ToArray(), filter.InstanceIdPrefix);
        return Pageable.Create<OrchestrationMetadata>((continuation, sizeHint, cancellation) =>
        {
            cancellation.ThrowIfCancellationRequested();
            var size = Math.Clamp(sizeHint ?? filter.PageSize, 1, 10_000);
            var found = engine.Reader.FindInstances(selection, continuation ?? filter.ContinuationToken, size + 1);
            var page = found.Take(size).Select(instance => Describe(instance, filter.FetchInputsAndOutputs)).ToList();
            return Task.FromResult(new Page<OrchestrationMetadata>(page, found.Count > size ? page[^1].InstanceId : null));
        });
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return new PurgeResult(await engine.WriteAsync(transaction => Purge(transaction, instanceId, options?.Recursive == true)).WaitAsync(cancellation), true);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var selection = new InstanceSelection(filter.CreatedFrom, filter.CreatedTo, filter.Statuses?.ToArray());
        var clock = Stopwatch.StartNew();
        var purged = 0;
        string? last = null;
        while (true)
        {
            var ids = engine.Reader.FindInstances(selection, last, PurgeBatch).ConvertAll(instance => instance.Id);
            purged += await engine.WriteAsync(transaction => ids.Sum(id => Purge(transaction, id, options?.Recursive == true))).WaitAsync(cancellation);
            if (ids.Count < PurgeBatch)
            {
                return new PurgeResult(purged, true);
            }

            last = ids[^1];
            if (clock.Elapsed > filter.Timeout)
            {
                return new PurgeResult(purged, false);
            }
        }
    }

    /// <summary>Does nothing: the engine belongs to the host.</summary>
    /// <returns>A completed task.</returns>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static HashSet<OrchestrationRuntimeStatus> ParseStatuses(IReadOnlyList<string>? statuses) => [.. (statuses ?? []).Select(status =>
        Enum.TryParse<OrchestrationRuntimeStatus>(status, ignoreCase: true, out var parsed) && StartOrchestrationOptionsExtensions.ValidDedupeStatuses.Contains(parsed)
            ? parsed
            : throw new ArgumentException($"'{status}' is not a status to deduplicate by; use one of {string.Join(", ", StartOrchestrationOptionsExtensions.ValidDedupeStatuses)}.", nameof(statuses)))];

    private static InvalidOperationException Refused(string instanceId, string what, OrchestrationRuntimeStatus status) =>
        new($"The orchestration with the instance id '{instanceId}' {what}: its status is {status}.");

    private string Start(
        StoreTransaction transaction, InstanceRecord instance, HashSet<OrchestrationRuntimeStatus> dedupe, DateTimeOffset? startAt)
    {
        var existing = transaction.FindInstance(instance.Id);
        if (existing is not null && dedupe.Contains(existing.Status))
        {
            throw Refused(instance.Id, "already exists", existing.Status);
        }

        if (existing is { IsLive: true, Parent: { } parent })
        {
            var failure = EmbeddedEngine.TerminatedFailure(existing.Id).Format();
            engine.Send(transaction, new InboxMessage(
                parent.InstanceId, 0, HistoryEventKind.SubOrchestrationFailed, parent.Execution, parent.TaskId, Data: failure));
        }

        engine.Begin(transaction, instance, startAt);
        return instance.Id;
    }

    private Task ControlAsync(InboxMessage message, CancellationToken cancellation)
    {
        return engine.WriteAsync(transaction => transaction.FindStatus(message.InstanceId) switch
        {
            null => throw new ArgumentException($"An orchestration with the instance id '{message.InstanceId}' was not found.", nameof(message)),
            { } status when !status.IsLive() => throw Refused(message.InstanceId, "has ended", status),
            _ => engine.Send(transaction, message),
        }).WaitAsync(cancellation);
    }

    /// <summary>Removes an ended instance, and with it its ended descendants if so wanted.</summary>
    private int Purge(StoreTransaction transaction, string instanceId, bool isRecursive)
    {
        if (transaction.FindStatus(instanceId) is not { } status || status.IsLive())
        {
            return 0;
        }

        var children = isRecursive ? transaction.FindEndedChildren(instanceId) : [];
        engine.Remove(transaction, instanceId);
        return 1 + children.Sum(child => Purge(transaction, child, isRecursive));
    }

    private async Task<OrchestrationMetadata> WaitAsync(
        string instanceId, Predicate<InstanceRecord> isReached, bool getInputsAndOutputs, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        Task? change = null;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var instance = engine.Reader.FindInstance(instanceId)
                ?? throw new ArgumentException($"An orchestration with the instance id '{instanceId}' was not found.", nameof(instanceId));
            if (isReached(instance))
            {
                return Describe(instance, getInputsAndOutputs);
            }

            if (change is not null)
            {
                await change.WaitAsync(cancellation);
            }

            // Asked for before the next look, so that no change falls between the two.
            change = engine.Waiters.NextChange(instanceId);
        }
    }

    private OrchestrationMetadata Describe(InstanceRecord instance, bool getInputsAndOutputs) => new(instance.Name, instance.Id)
    {
        RuntimeStatus = instance.Status,
        CreatedAt = instance.Created,
        LastUpdatedAt = instance.Updated,
        Tags = InstanceTags.Parse(instance.Tags),
        FailureDetails = instance.Failure is null ? null : TaskFailure.Parse(instance.Failure).Details,
        DataConverter = getInputsAndOutputs ? Converter : null,
        SerializedInput = getInputsAndOutputs ? instance.Input : null,
        SerializedOutput = getInputsAndOutputs ? instance.Output : null,
        SerializedCustomStatus = getInputsAndOutputs ? instance.CustomStatus : null,
    };
}
