using System.Runtime.CompilerServices;
using Pipelines.Activities.Jobs;
using Pipelines.Clusters;
using Pipelines.Deployments;
using Pipelines.Functions.Http;
using Pipelines.Storage.Logs;

namespace Pipelines.Functions.Api.Logs;

/// <summary>Reads logs: of builds, deploying and runs of jobs from the log store, of instances from the cluster.</summary>
/// <param name="deployments">The deployments.</param>
/// <param name="invocations">The runs of jobs.</param>
/// <param name="logs">The log store.</param>
/// <param name="cluster">Where apps run.</param>
/// <param name="time">The clock.</param>
public sealed class LogReader(DeploymentStore deployments, JobInvocationStore invocations, ILogStore logs, ICluster cluster, TimeProvider time)
{
    // More lines than that are cut per component, not in the sum: they would have to be kept in memory.
    private const int MaximumCommonTail = 10_000;

    /// <summary>Tells whether a log may still grow.</summary>
    public static bool IsRunning(Deployment deployment, LogType type) => type switch
    {
        LogType.Build => deployment.Phase is DeploymentPhase.Unknown or DeploymentPhase.PendingBuild or DeploymentPhase.Building,
        LogType.Deploy => !deployment.IsFinal && deployment.Phase != DeploymentPhase.Active,
        _ => !deployment.IsFinal,
    };

    /// <summary>Reads a log, as much and as long as its grant says.</summary>
    /// <exception cref="ApiException">404: the deployment or the run is gone.</exception>
    public async IAsyncEnumerable<ShownLine> ReadAsync(LogGrant grant, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var line in grant.InvocationId is { } run ? await OpenRunAsync(grant, run, cancellation) : await OpenAsync(grant, cancellation))
        {
            yield return line;
        }
    }

    private async Task<IAsyncEnumerable<ShownLine>> OpenAsync(LogGrant grant, CancellationToken cancellation)
    {
        var deployment = await deployments.GetAsync(grant.AppId, grant.DeploymentId, cancellation)
            ?? throw ApiException.NotFound("the deployment is not there any more");
        return grant.Type is LogType.Run or LogType.RunRestarted ? ReadInstances(grant, deployment, cancellation) : ReadStreams(grant, deployment, cancellation);
    }

    private async Task<IAsyncEnumerable<ShownLine>> OpenRunAsync(LogGrant grant, string id, CancellationToken cancellation)
    {
        var invocation = await invocations.GetAsync(grant.AppId, id, cancellation) ?? throw ApiException.NotFound("the run is not there any more");
        var follow = grant.Follow && !invocation.IsFinal;
        var source = new LogSource(invocation.JobName, token => logs.ReadAsync(JobRuns.StreamOf(invocation), grant.Tail, follow, token));
        return new LogMerge([source], async token => await invocations.GetAsync(grant.AppId, id, token) is not { IsFinal: false }, time).ReadAsync(cancellation);
    }

    private async IAsyncEnumerable<ShownLine> ReadInstances(LogGrant grant, Deployment deployment, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // A deployment that only points back to an earlier release shows that one's instances.
        var query = new InstanceLogQuery(grant.AppId, grant.Component, deployment.ReleaseId ?? deployment.Id, grant.Tail, grant.Follow);
        await foreach (var line in cluster.ReadLogsAsync(query, cancellation).WithCancellation(cancellation))
        {
            yield return new ShownLine(line.Component, line.Timestamp, line.Text);
        }
    }

    private IAsyncEnumerable<ShownLine> ReadStreams(LogGrant grant, Deployment deployment, CancellationToken cancellation)
    {
        var follow = grant.Follow && IsRunning(deployment, grant.Type);
        var sources = deployment.Spec.Components
            .Select(component => component.Name)
            .Where(name => grant.Component is null || name == grant.Component)
            .Select(name => new LogSource(name, token => logs.ReadAsync(StreamOf(grant, name), grant.Tail, follow, token)))
            .ToList();
        var lines = new LogMerge(sources, token => IsOverAsync(grant, token), time).ReadAsync(cancellation);
        return !follow && sources.Count > 1 && grant.Tail is { } tail and <= MaximumCommonTail ? TakeLastAsync(lines, tail, cancellation) : lines;
    }

    private async Task<bool> IsOverAsync(LogGrant grant, CancellationToken cancellation) =>
        await deployments.GetAsync(grant.AppId, grant.DeploymentId, cancellation) is not { } deployment || !IsRunning(deployment, grant.Type);

    private static string StreamOf(LogGrant grant, string component) => grant.Type == LogType.Build
        ? LogStreams.Build(grant.AppId, grant.DeploymentId, component)
        : LogStreams.Deploy(grant.AppId, grant.DeploymentId, component);

    private static async IAsyncEnumerable<ShownLine> TakeLastAsync(
        IAsyncEnumerable<ShownLine> lines, int count, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = new Queue<ShownLine>();
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            last.Enqueue(line);
            if (last.Count > count)
            {
                _ = last.Dequeue();
            }
        }

        foreach (var line in last)
        {
            yield return line;
        }
    }
}
