using Microsoft.Extensions.Logging;
using Pipelines.Activities.Releases;
using Pipelines.Clusters;
using Pipelines.Deployments;
using Pipelines.Storage.Logs;

namespace Pipelines.Activities.Jobs;

/// <summary>Runs jobs to their end: what they write goes into the log store as they write it, how they end into the store of runs.</summary>
/// <param name="deployments">The deployments.</param>
/// <param name="planner">Plans runs.</param>
/// <param name="cluster">Where they run.</param>
/// <param name="logs">Takes the output.</param>
/// <param name="invocations">The runs.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Logs.</param>
public sealed partial class JobRuns(
    DeploymentStore deployments, ReleasePlanner planner, ICluster cluster, ILogStore logs, JobInvocationStore invocations, TimeProvider time, ILogger<JobRuns> logger)
{
    /// <summary>The stream that a run writes its log to.</summary>
    public static string StreamOf(JobInvocation invocation) => invocation.Trigger == JobTrigger.Deploy
        ? LogStreams.Deploy(invocation.AppId, invocation.DeploymentId, invocation.JobName)
        : LogStreams.Invocation(invocation.AppId, invocation.Id);

    /// <summary>Runs a job to its end, or finds the run that is under way or finished.</summary>
    /// <param name="invocation">The run as it is stored.</param>
    /// <returns>Why it failed or was stopped; null when it succeeded.</returns>
    public async Task<Failure?> RunAsync(JobInvocation invocation)
    {
        var run = planner.PlanJob(await deployments.RequireAsync(invocation.AppId, invocation.DeploymentId), invocation);
        var stream = StreamOf(invocation);
        await using var log = await logs.OpenWriteAsync(stream, truncate: true);
        log.Write($"job {invocation.JobName} starts");
        invocation = await invocations.StartAsync(invocation.AppId, invocation.Id, time.GetUtcNow()) ?? invocation;
        var failure = invocation.CancelRequestedAt is null
            ? await ExecuteAsync(run, log)
            : new InstanceFailure(InstanceFailureReason.Canceled, null, "It was canceled before it began.", []);
        log.Write(failure is null ? $"job {invocation.JobName} succeeded" : $"job {invocation.JobName} failed: {failure.Message}");
        await log.FlushAsync();
        await logs.CompleteAsync(stream);
        _ = await invocations.EndAsync(invocation.AppId, invocation.Id, PhaseOf(failure), failure?.ToFailure(), time.GetUtcNow());
        await PruneAsync(invocation);
        return failure?.ToFailure();
    }

    private static JobInvocationPhase PhaseOf(InstanceFailure? failure) => failure?.Reason switch
    {
        null => JobInvocationPhase.Succeeded,
        InstanceFailureReason.Canceled => JobInvocationPhase.Canceled,
        _ => JobInvocationPhase.Failed,
    };

    private async Task<InstanceFailure?> ExecuteAsync(JobRun run, ILogWriter log)
    {
        using var ended = new CancellationTokenSource();
        var following = FollowAsync(run, log, ended.Token);
        InstanceFailure? failure;
        try
        {
            var result = await cluster.RunJobAsync(run);
            failure = result.Succeeded ? null : result.Failure ?? new InstanceFailure(InstanceFailureReason.InternalError, null, "It failed without a reason.", []);
        }
        catch (ClusterException exception)
        {
            failure = exception.Failure;
        }
        finally
        {
            await ended.CancelAsync();
        }

        await WriteRestAsync(run, log, await following);
        return failure;
    }

    // While it runs people look on; what this misses is written at the end.
    private async Task<int> FollowAsync(JobRun run, ILogWriter log, CancellationToken ended)
    {
        var written = 0;
        try
        {
            await foreach (var line in cluster.ReadLogsAsync(QueryOf(run) with { Follow = true }, ended))
            {
                log.Write(line.Text);
                written++;
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The run has ended.
        }
        catch (Exception exception)
        {
            LogNotFollowed(run.Component.Name, exception.Message);
        }

        return written;
    }

    private async Task WriteRestAsync(JobRun run, ILogWriter log, int written)
    {
        await foreach (var line in cluster.ReadLogsAsync(QueryOf(run)).Skip(written))
        {
            log.Write(line.Text);
        }
    }

    private async Task PruneAsync(JobInvocation newest)
    {
        foreach (var old in await invocations.PruneAsync(newest.AppId, newest.JobName))
        {
            if (old.Trigger != JobTrigger.Deploy)
            {
                await logs.DeleteAsync(StreamOf(old));
            }
        }
    }

    private static InstanceLogQuery QueryOf(JobRun run) => new(run.AppId, run.Component.Name, JobKey: run.Key);
}
