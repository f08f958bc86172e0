using Microsoft.DurableTask;
using Pipelines.Activities.Releases;
using Pipelines.Clusters;
using Pipelines.Deployments;
using Pipelines.Storage.Logs;

namespace Pipelines.Activities.Health;

/// <summary>Waits until a component of a release is healthy, or will not be. Looks only; run again, it looks again.</summary>
/// <param name="cluster">Where it runs.</param>
/// <param name="logs">Takes what is seen.</param>
[DurableTask]
public sealed class AwaitComponentActivity(ICluster cluster, ILogStore logs) : TaskActivity<ComponentKey, Failure?>
{
    /// <inheritdoc/>
    public override async Task<Failure?> RunAsync(TaskActivityContext context, ComponentKey input)
    {
        var stream = LogStreams.Deploy(input.AppId, input.ReleaseId, input.Component);
        await using var log = await logs.OpenWriteAsync(stream, truncate: true);
        var failure = await WaitAsync(input, log);
        log.Write(failure is null ? $"{input.Component} is healthy" : $"{input.Component} failed: {failure.Reason.Message}");
        foreach (var line in failure?.LastLines ?? [])
        {
            log.Write("  " + line);
        }

        await log.FlushAsync();
        await logs.CompleteAsync(stream);
        return failure;
    }

    private async Task<Failure?> WaitAsync(ComponentKey input, ILogWriter log)
    {
        ComponentStatus? last = null;
        await foreach (var release in cluster.WatchReleaseAsync(input.AppId, input.ReleaseId))
        {
            if (release.State is ReleaseState.Absent or ReleaseState.Retiring)
            {
                return Failure.Of(ReasonCodes.InternalError, "the release was removed from the cluster while it was starting");
            }

            var component = release.Components.FirstOrDefault(candidate => candidate.Name == input.Component);
            if (component is null || component == last)
            {
                continue;
            }

            last = component;
            switch (component.State)
            {
                case ReleaseState.Healthy:
                    return null;
                case ReleaseState.Failed:
                    return component.Failure?.ToFailure()
                        ?? Failure.Of(ReasonCodes.InternalError, $"component \"{input.Component}\" failed without a reason");
                default:
                    log.Write($"{input.Component}: {component.ReadyInstances} of {component.DesiredInstances} instances ready");
                    break;
            }
        }

        throw new InvalidOperationException("the cluster ended the watch of a release");
    }
}
