using Microsoft.DurableTask;
using Pipelines.Clusters;
using Pipelines.Deployments;
using Pipelines.Storage.Logs;

namespace Pipelines.Activities.Releases;

/// <summary>Runs a job of a deployment to its end, its output into the deploy log. Idempotent under deployment and job.</summary>
/// <param name="deployments">The deployments.</param>
/// <param name="planner">Plans the run.</param>
/// <param name="cluster">Where it runs.</param>
/// <param name="logs">Takes the output.</param>
/// <param name="invocations">Remembers that it ran.</param>
/// <param name="time">The clock.</param>
[DurableTask]
public sealed class RunJobActivity(
    DeploymentStore deployments, ReleasePlanner planner, ICluster cluster, ILogStore logs, JobInvocationStore invocations, TimeProvider time) : TaskActivity<ComponentKey, Failure?>
{
    private const int KeptLines = 10_000;

    /// <inheritdoc/>
    public override async Task<Failure?> RunAsync(TaskActivityContext context, ComponentKey input)
    {
        var run = planner.PlanJob(await deployments.RequireAsync(input.AppId, input.ReleaseId), input.Component);
        var stream = LogStreams.Deploy(input.AppId, input.ReleaseId, input.Component);
        await using var log = await logs.OpenWriteAsync(stream, truncate: true);
        log.Write($"job {input.Component} starts");
        var invocation = await invocations.StartAsync(JobInvocation.OfDeployment(input.AppId, input.ReleaseId, input.Component, time.GetUtcNow()));
        var result = await cluster.RunJobAsync(run);
        await foreach (var line in cluster.ReadLogsAsync(new InstanceLogQuery(input.AppId, input.Component, Tail: KeptLines, JobKey: run.Key)))
        {
            log.Write(line.Text);
        }

        log.Write(result.Succeeded ? $"job {input.Component} succeeded" : $"job {input.Component} failed: {result.Failure?.Message}");
        await log.FlushAsync();
        await logs.CompleteAsync(stream);
        await invocations.EndAsync(invocation, result.Succeeded ? JobInvocationPhase.Succeeded : JobInvocationPhase.Failed, time.GetUtcNow());
        return result.Succeeded
            ? null
            : result.Failure?.ToFailure() ?? Failure.Of(ReasonCodes.InternalError, $"job {input.Component} failed without a reason");
    }
}
