using System.Collections.Concurrent;
using Pipelines.Clusters;
using Pipelines.Node.Instances;
using Pipelines.Node.Releases;
using Pipelines.Node.State;

namespace Pipelines.Node.Jobs;

/// <summary>Runs jobs once per key, whatever dies meanwhile: the caller, the node, or both.</summary>
internal sealed partial class JobRunner(NodePaths paths, InstanceServices services, ILogger<JobRunner> logger)
{
    private const int KeptPerApp = 200;
    private readonly ConcurrentDictionary<string, ActiveJob> active = new();

    // Held while it is decided that a run begins, or that it never does.
    private readonly Lock beginning = new();

    /// <summary>Gets the images of the jobs under way.</summary>
    public IEnumerable<string> ImagesInUse => active.Values.Select(job => job.Image).OfType<string>();

    /// <summary>Runs a job, or finds its run.</summary>
    /// <param name="app">The job's app.</param>
    /// <param name="run">The job.</param>
    /// <param name="cancellation">Cancels the wait, not the job.</param>
    public Task<JobResult> RunAsync(NodeApp app, JobRun run, CancellationToken cancellation)
    {
        var hash = NodeNames.Job(run.AppId, run.Key);
        if (AtomicFile.Read<JobRecord>(paths.Job(hash)) is { Result: { } known })
        {
            return Task.FromResult(known);
        }

        return Begin(app, hash, run).Result.WaitAsync(cancellation);
    }

    /// <summary>Goes on with the jobs of an app that an earlier node began.</summary>
    public void Resume(NodeApp app)
    {
        foreach (var (hash, record) in RecordsOf(app.Record.Id))
        {
            if (record is { Result: null, Run: { } run })
            {
                _ = Begin(app, hash, run);
            }
        }
    }

    /// <summary>Stops the jobs of an app and forgets all it ever ran.</summary>
    public async Task DeleteAppAsync(string appId)
    {
        await HaltAsync(appId, stop: true);
        foreach (var (hash, _) in RecordsOf(appId))
        {
            AtomicFile.Delete(paths.Job(hash));
        }
    }

    /// <summary>Stops a run, or sees to it that it never begins. One that has ended stays as it ended.</summary>
    /// <param name="job">The run.</param>
    public async Task CancelAsync(JobReference job)
    {
        var hash = NodeNames.Job(job.AppId, job.Key);
        if (FindBegun(job.AppId, hash) is { } running)
        {
            (running.IsCanceled, running.StopWhenHalted) = (true, true);
            await running.Halted.CancelAsync();
        }
    }

    /// <summary>Ceases to look after the jobs, or stops them, of one app or of all.</summary>
    public async Task HaltAsync(string? appId, bool stop)
    {
        var chosen = active.Values.Where(each => appId is null || each.AppId == appId).ToList();
        foreach (var job in chosen)
        {
            job.StopWhenHalted = stop;
            await job.Halted.CancelAsync();
        }

        await Task.WhenAll(chosen.Select(each => each.Result.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)));
    }

    // Null for one that has ended, and for one that from now on never begins.
    private ActiveJob? FindBegun(string appId, string hash)
    {
        lock (beginning)
        {
            if (!active.TryGetValue(hash, out var running) && AtomicFile.Read<JobRecord>(paths.Job(hash)) is null)
            {
                var now = services.Time.GetUtcNow();
                var never = new InstanceFailure(InstanceFailureReason.Canceled, null, "It was canceled before it began.", []);
                AtomicFile.Commit(paths.Job(hash), new JobRecord { AppId = appId, StartedAt = now, Result = new JobResult(false, now, now, never) });
                Prune(appId);
            }

            return running;
        }
    }

    private JobRecord FindOrWriteRecord(string hash, JobRun run)
    {
        lock (beginning)
        {
            if (AtomicFile.Read<JobRecord>(paths.Job(hash)) is { } known)
            {
                return known;
            }

            var record = new JobRecord { AppId = run.AppId, StartedAt = services.Time.GetUtcNow(), Run = run };
            AtomicFile.Commit(paths.Job(hash), record);
            return record;
        }
    }

    private ActiveJob Begin(NodeApp app, string hash, JobRun run)
    {
        var job = active.GetOrAdd(hash, _ => new ActiveJob(app.Record.Id, run.Component.Image));
        job.Start(() => ExecuteAsync(app, hash, run, job));
        return job;
    }

    private async Task<JobResult> ExecuteAsync(NodeApp app, string hash, JobRun run, ActiveJob job)
    {
        try
        {
            var record = FindOrWriteRecord(hash, run);
            if (record.Result is { } known)
            {
                return known;
            }

            var failure = await RunOnceAsync(app, hash, run, record, job);
            var result = new JobResult(failure is null, record.StartedAt, services.Time.GetUtcNow(), failure);
            AtomicFile.Commit(paths.Job(hash), record with { Run = null, Result = result });
            Prune(run.AppId);
            LogEnded(run.Component.Name, result.Succeeded, failure?.Message ?? string.Empty);
            return result;
        }
        finally
        {
            active.TryRemove(hash, out _);
        }
    }

    private async Task<InstanceFailure?> RunOnceAsync(NodeApp app, string hash, JobRun run, JobRecord record, ActiveJob job)
    {
        var name = $"{run.Component.Name}-job-{hash[..8]}";
        var files = new InstanceFiles(paths, NodeNames.InstanceId(app.Record.Id, name));
        var instance = AtomicFile.Read<InstanceRecord>(files.Record) ?? app.Plan(run.ReleaseId, run.Component, name, hash).Record;
        services.Logs.Open(instance);
        try
        {
            await app.PrepareNetworkAsync();
            var (started, current) = await StartOrFindAsync(app, files, instance, run, job.Halted.Token);
            instance = current;
            var failure = await AttendAsync(instance, started, run, record, job.Halted.Token);
            await CleanUpAsync(app, files, instance);
            return failure;
        }
        catch (OperationCanceledException) when (job.StopWhenHalted)
        {
            if (services.Launcher.Find(instance) is { } left)
            {
                await services.Launcher.StopAsync(instance, left, TimeSpan.FromSeconds(run.Component.GracePeriodSeconds));
            }

            var lastLines = services.Logs.ReadTail(instance.Id, 20);
            await CleanUpAsync(app, files, instance);
            return job.IsCanceled
                ? new InstanceFailure(InstanceFailureReason.Canceled, null, "It was canceled.", lastLines)
                : new InstanceFailure(InstanceFailureReason.InternalError, null, "The job was stopped with its app or node.", []);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogBroken(exception, run.Component.Name);
            await CleanUpAsync(app, files, instance);
            return exception is Images.ImageUnavailableException or InvalidDataException
                ? new InstanceFailure(exception is InvalidDataException ? InstanceFailureReason.CommandNotExecutable : InstanceFailureReason.ImageUnavailable, null, exception.Message, [])
                : new InstanceFailure(InstanceFailureReason.InternalError, null, "The machine refused to run the job; the node's log says why.", []);
        }
    }

    private async Task<(InstanceRun? Run, InstanceRecord Record)> StartOrFindAsync(NodeApp app, InstanceFiles files, InstanceRecord instance, JobRun run, CancellationToken cancellation)
    {
        if (services.Launcher.Find(instance) is { } found)
        {
            return (found, instance);
        }

        if (instance.Attempt > 0 && instance.BootId != Interop.ProcessInfo.BootId)
        {
            // It may have run before the machine went down: never twice.
            return (null, instance);
        }

        instance = instance with { Attempt = instance.Attempt + 1, StartedAt = services.Time.GetUtcNow(), BootId = Interop.ProcessInfo.BootId };
        AtomicFile.Write(files.Record, instance);
        return (await services.Launcher.StartAsync(instance, app.PlanOf(run.Component), cancellation), instance);
    }

    private async Task<InstanceFailure?> AttendAsync(InstanceRecord instance, InstanceRun? started, JobRun run, JobRecord record, CancellationToken cancellation)
    {
        if (started is null)
        {
            return new InstanceFailure(InstanceFailureReason.InternalError, null, "The machine was restarted while the job ran.", services.Logs.ReadTail(instance.Id, 20));
        }

        var left = run.Timeout - (services.Time.GetUtcNow() - record.StartedAt);
        await Task.WhenAny(started.Exited, Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, services.Time, cancellation));
        cancellation.ThrowIfCancellationRequested();
        if (!started.Exited.IsCompleted)
        {
            await services.Launcher.StopAsync(instance, started, TimeSpan.FromSeconds(run.Component.GracePeriodSeconds));
            return new InstanceFailure(InstanceFailureReason.Timeout, null, $"It ran longer than its timeout of {run.Timeout}.", services.Logs.ReadTail(instance.Id, 20));
        }

        var code = await started.Exited;
        return code == 0 ? null : services.Failures.ExplainExit(instance, code);
    }

    private async Task CleanUpAsync(NodeApp app, InstanceFiles files, InstanceRecord instance)
    {
        await services.Launcher.CleanUpAsync(instance);
        services.Logs.Close(instance);
        File.Delete(files.Record);
        app.Return(instance);
    }

    private IEnumerable<(string Hash, JobRecord Record)> RecordsOf(string appId) => Directory.EnumerateFiles(paths.Jobs, "*.json")
        .Select(file => (Path.GetFileNameWithoutExtension(file), AtomicFile.Read<JobRecord>(file)))
        .Where(each => each.Item2?.AppId == appId)
        .Select(each => (each.Item1, each.Item2!));

    private void Prune(string appId)
    {
        foreach (var (hash, _) in RecordsOf(appId).Where(each => each.Record.Result is not null).OrderByDescending(each => each.Record.StartedAt).Skip(KeptPerApp).ToList())
        {
            AtomicFile.Delete(paths.Job(hash));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Name} ended; succeeded: {Succeeded} {Reason}")]
    private partial void LogEnded(string name, bool succeeded, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Name} cannot be run")]
    private partial void LogBroken(Exception exception, string name);
}
