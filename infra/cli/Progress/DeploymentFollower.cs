using Pipelines.Cli.Api;

namespace Pipelines.Cli.Progress;

/// <summary>Follows a deployment to its end and shows each step as it goes: a live tree on a terminal, plain lines elsewhere.</summary>
internal sealed class DeploymentFollower(ApiClient api, IProgressDisplay display)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Follows a deployment, and returns it as it ended.</summary>
    public async Task<DeploymentView> FollowAsync(string appId, string deploymentId, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(s_interval);
        DeploymentView? deployment = null;
        await display.ShowAsync(async update =>
        {
            while (true)
            {
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
