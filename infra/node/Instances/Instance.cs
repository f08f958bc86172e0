using Pipelines.Clusters;
using Pipelines.Node.Destinations;
using Pipelines.Node.Images;
using Pipelines.Node.State;

namespace Pipelines.Node.Instances;

/// <summary>One desired instance: kept running, watched and restarted until it is stopped.</summary>
internal sealed partial class Instance(InstanceRecord record, InstancePlan plan, IInstanceOwner owner, InstanceServices services) : IDestination, IDisposable
{
    /// <summary>An instance without a readiness check is ready when it has stayed alive for this long.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(500);

    private readonly RestartBackoff backoff = new();
    private readonly CancellationTokenSource halted = new();
    private readonly InstanceFiles files = new(services.Paths, record.Id);
    private Task supervision = Task.CompletedTask;
    private InstanceRun? current;
    private volatile InstanceRecord record = record;
    private volatile bool ready;

    public InstanceRecord Record => record;

    public ReleaseComponent Component => plan.Component;

    public bool Ready => ready;

    public bool Running => Run is not null;

    /// <summary>Gets its present run; null when it does not run.</summary>
    public InstanceRun? Run => current is { Exited.IsCompleted: false } run ? run : null;

    /// <summary>Gets the requests inside it.</summary>
    public RequestGate Gate { get; } = new();

    /// <summary>Begins to look after it: adopts what an earlier node started, else starts it.</summary>
    /// <param name="start">False to adopt only.</param>
    public void Begin(bool start) => supervision = Task.Run(() => SuperviseAsync(start));

    /// <summary>Stops it and removes every trace of it but its log.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        await LeaveAsync();
        if (current is { } run)
        {
            await services.Launcher.StopAsync(record, run, grace);
        }

        await services.Launcher.CleanUpAsync(record);
        services.Logs.Close(record);
        File.Delete(files.Record);
    }

    /// <summary>Ceases to look after it and lets it run.</summary>
    public async Task LeaveAsync()
    {
        await halted.CancelAsync();
        await supervision;
        SetReady(false);
    }

    public void Dispose() => halted.Dispose();

    private async Task SuperviseAsync(bool start)
    {
        try
        {
            services.Logs.Open(record);
            current = services.Launcher.Find(record);
            if (current is null && !start)
            {
                return;
            }

            if (current is null && record.Attempt > 0)
            {
                await services.Launcher.CleanUpAsync(record);
            }

            await KeepRunningAsync(current is not null);
        }
        catch (OperationCanceledException) when (halted.IsCancellationRequested)
        {
            // Stopped or left alone: the one who asked goes on from here.
        }
        catch (Exception exception)
        {
            LogBroken(exception, record.Name);
            owner.OnFailed(this, new InstanceFailure(InstanceFailureReason.InternalError, null, "The node failed to run the instance; its log says why.", []), final: true);
        }
    }

    private async Task KeepRunningAsync(bool adopted)
    {
        while (true)
        {
            var failure = adopted ? null : await StartAsync();
            failure ??= await AttendAsync(adopted);
            adopted = false;
            var final = !record.WasReady && !owner.KeepsTrying;
            if (!halted.IsCancellationRequested && !final)
            {
                // The reason first: nobody who watches is to see that it is down without seeing why.
                owner.OnFailed(this, failure, final: false);
            }

            SetReady(false);
            halted.Token.ThrowIfCancellationRequested();
            if (final)
            {
                await FailAsync(failure);
                return;
            }

            await RestartLaterAsync(failure);
        }
    }

    /// <summary>Starts the next run.</summary>
    /// <returns>Null when it runs, else why not.</returns>
    private async Task<InstanceFailure?> StartAsync()
    {
        Save(record with
        {
            Attempt = record.Attempt + 1,
            Restarts = record.Restarts + (record.Attempt > 0 ? 1 : 0),
            StartedAt = services.Time.GetUtcNow(),
            BootId = Interop.ProcessInfo.BootId,
        });
        if (record.Attempt > 1)
        {
            owner.OnRestarted(this);
        }

        try
        {
            current = await services.Launcher.StartAsync(record, plan, halted.Token);
            LogStarted(record.Name, record.Attempt);
            return null;
        }
        catch (ImageUnavailableException exception)
        {
            return new InstanceFailure(InstanceFailureReason.ImageUnavailable, null, exception.Message, []);
        }
        catch (InvalidDataException exception)
        {
            return new InstanceFailure(InstanceFailureReason.CommandNotExecutable, null, exception.Message, []);
        }
        catch (Exception exception) when (exception is IOException or System.ComponentModel.Win32Exception or UnauthorizedAccessException)
        {
            LogBroken(exception, record.Name);
            return new InstanceFailure(InstanceFailureReason.InternalError, null, "The machine refused to start the instance; the node's log says why.", []);
        }
    }

    /// <summary>Looks after the current run until it must not go on.</summary>
    private async Task<InstanceFailure> AttendAsync(bool adopted)
    {
        var run = current!;
        using var checks = CancellationTokenSource.CreateLinkedTokenSource(halted.Token);
        var unhealthy = WatchHealthAsync(adopted && record.WasReady, checks.Token);
        var first = await Task.WhenAny(run.Exited, unhealthy);
        if (first == unhealthy)
        {
            return await unhealthy;
        }

        await checks.CancelAsync();
        await unhealthy.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return services.Failures.ExplainExit(record, await run.Exited);
    }

    private async Task<InstanceFailure> WatchHealthAsync(bool wasReady, CancellationToken cancellation)
    {
        if (!wasReady && await WaitUntilReadyAsync(cancellation) is { } failure)
        {
            return failure;
        }

        if (!record.WasReady)
        {
            Save(record with { WasReady = true });
        }

        SetReady(true);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watches = new List<Task<InstanceFailure>> { WatchReadinessAsync(ended.Token) };
        if (Component.Liveness is { } liveness)
        {
            watches.Add(WatchLivenessAsync(liveness, ended.Token));
        }

        // The other must not go on to say of the next run whether it is ready.
        var first = await Task.WhenAny(watches);
        await ended.CancelAsync();
        await Task.WhenAll(watches).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return await first;
    }

    private async Task<InstanceFailure?> WaitUntilReadyAsync(CancellationToken cancellation)
    {
        if (Component.Readiness is not { } probe)
        {
            await services.Launcher.AwaitStartAsync(record, cancellation);
            await Task.Delay(Settled, services.Time, cancellation);
            return null;
        }

        var found = await new ReadinessWait(probe, CheckWith(probe), services.Time).WaitAsync(cancellation);
        return found is null ? null : await services.Failures.ExplainUnhealthyAsync(record, probe, found);
    }

    private async Task<InstanceFailure> WatchReadinessAsync(CancellationToken cancellation)
    {
        if (Component.Readiness is { } probe)
        {
            while (true)
            {
                await UntilInARowAsync(probe, probe.FailureThreshold, healthy: false, cancellation);
                SetReady(false);
                await UntilInARowAsync(probe, probe.SuccessThreshold, healthy: true, cancellation);
                SetReady(true);
            }
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        throw new OperationCanceledException(cancellation);
    }

    private async Task<InstanceFailure> WatchLivenessAsync(HealthProbe probe, CancellationToken cancellation)
    {
        await Task.Delay(TimeSpan.FromSeconds(probe.InitialDelaySeconds), services.Time, cancellation);
        var found = await UntilInARowAsync(probe, probe.FailureThreshold, healthy: false, cancellation);
        return await services.Failures.ExplainUnhealthyAsync(record, probe, found ?? string.Empty);
    }

    /// <summary>Checks once per period until the result was the wanted one so many times in a row.</summary>
    private async Task<string?> UntilInARowAsync(HealthProbe probe, int times, bool healthy, CancellationToken cancellation)
    {
        var check = CheckWith(probe);
        var count = 0;
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(probe.PeriodSeconds), services.Time, cancellation);
            var found = await check(cancellation);
            count = found is null == healthy ? count + 1 : 0;
            if (count >= times)
            {
                return found;
            }
        }
    }

    private Func<CancellationToken, Task<string?>> CheckWith(HealthProbe probe) =>
        cancellation => services.Health.CheckAsync(probe, record, Component, cancellation);

    /// <summary>Reports that it will not become ready. What still runs stays, to be looked at until the release is retired.</summary>
    private async Task FailAsync(InstanceFailure failure)
    {
        LogFailed(record.Name, failure.Message);
        owner.OnFailed(this, failure, final: true);
        if (current is { } run)
        {
            await run.Exited.WaitAsync(halted.Token);
        }
    }

    private async Task RestartLaterAsync(InstanceFailure failure)
    {
        var ranFor = services.Time.GetUtcNow() - record.StartedAt;
        if (current is { } run)
        {
            await services.Launcher.StopAsync(record, run, TimeSpan.FromSeconds(Component.GracePeriodSeconds));
        }

        await services.Launcher.CleanUpAsync(record);
        current = null;
        var wait = backoff.Next(ranFor);
        LogRestarting(record.Name, failure.Message, wait);
        await Task.Delay(wait, services.Time, halted.Token);
    }

    private void Save(InstanceRecord next)
    {
        AtomicFile.Write(files.Record, next);
        record = next;
    }

    private void SetReady(bool value)
    {
        if (ready != value)
        {
            ready = value;
            owner.OnReadinessChanged(this);
        }
    }
}
