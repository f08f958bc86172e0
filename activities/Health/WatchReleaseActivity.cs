using Microsoft.DurableTask;
using Pipelines.Activities.Releases;
using Pipelines.Clusters;
using Pipelines.Deployments;

namespace Pipelines.Activities.Health;

/// <summary>
/// Watches a release that has the traffic until a moment, and tells whether it crashed: with a release to go back to the
/// first crash counts, without one only a release that is not healthy at the end. Looks only.
/// </summary>
/// <param name="cluster">Where it runs.</param>
/// <param name="time">The clock.</param>
[DurableTask]
public sealed class WatchReleaseActivity(ICluster cluster, TimeProvider time) : TaskActivity<ReleaseWatch, Failure?>
{
    /// <inheritdoc/>
    public override async Task<Failure?> RunAsync(TaskActivityContext context, ReleaseWatch input)
    {
        var left = input.Until - time.GetUtcNow();
        if (left > TimeSpan.Zero && await WatchAsync(input, left) is { } failure)
        {
            return failure;
        }

        // After an outage of the control plane the time may be over: what crashed in it must not be overlooked.
        return (await cluster.ListReleasesAsync(input.AppId))
            .Where(release => release.ReleaseId == input.ReleaseId)
            .Select(release => Crash(release, ended: true, input))
            .FirstOrDefault();
    }

    private async Task<Failure?> WatchAsync(ReleaseWatch input, TimeSpan left)
    {
        using var end = new CancellationTokenSource(left, time);
        try
        {
            await foreach (var release in cluster.WatchReleaseAsync(input.AppId, input.ReleaseId, end.Token))
            {
                if (Crash(release, ended: false, input) is { } failure)
                {
                    return failure;
                }
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The time is over.
        }

        return null;
    }

    private static Failure? Crash(ReleaseStatus release, bool ended, ReleaseWatch watch) =>
        release.Components
            .Where(component => watch.StandbyReleaseId is not null
                ? component.Restarts > 0 || component.State is ReleaseState.Failed or ReleaseState.Degraded
                : ended && component.State is ReleaseState.Failed or ReleaseState.Degraded)
            .Select(component => component.Failure?.ToFailure()
                ?? Failure.Of(ReasonCodes.DeployContainerHealthChecksFailed, $"component \"{component.Name}\" does not pass its health check any more"))
            .FirstOrDefault();
}
