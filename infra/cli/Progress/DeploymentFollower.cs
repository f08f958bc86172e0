using Pipelines.Cli.Api;

namespace Pipelines.Cli.Progress;

/// <summary>Follows a deployment to its end and shows each step as it goes: a live tree on a terminal, plain lines elsewhere.</summary>
internal sealed class DeploymentFollower(ApiClient api, IProgressDisplay display)
{
    // Often while something is about to happen; a long build must not use up what the token may ask in a minute.
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longInterval = TimeSpan.FromSeconds(1);
    private const int ShortIntervals = 100;

    /// <summary>Follows a deployment, and returns it as it ended.</summary>
    public async Task<DeploymentView> FollowAsync(string appId, string deploymentId, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(s_interval);
        DeploymentView? deployment = null;
        await display.ShowAsync(async update =>
        {
            for (var looks = 1; ; looks++)
            {
                timer.Period = looks <= ShortIntervals ? s_interval : s_longInterval;
                deployment = await api.GetDeploymentAsync(appId, deploymentId, cancellation);
                update(deployment);
                if (deployment.HasEnded)
                {
                    return;
                }

                _ = await timer.WaitForNextTickAsync(cancellation);
            }
        });
        return deployment!;
    }
}
