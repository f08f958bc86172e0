using Microsoft.DurableTask;
using Pipelines.Activities.Deployments;
using Pipelines.Clusters;
using Pipelines.Deployments;

namespace Pipelines.Activities.Releases;

/// <summary>Starts the release of a deployment next to what runs, without traffic. Idempotent under the deployment's id.</summary>
/// <param name="deployments">The deployments.</param>
/// <param name="planner">Plans releases.</param>
/// <param name="cluster">Where it runs.</param>
[DurableTask]
public sealed class ApplyReleaseActivity(DeploymentStore deployments, ReleasePlanner planner, ICluster cluster) : TaskActivity<DeploymentKey, Failure?>
{
    /// <inheritdoc/>
    public override async Task<Failure?> RunAsync(TaskActivityContext context, DeploymentKey input)
    {
        try
        {
            await cluster.ApplyAsync(planner.Plan(await deployments.RequireAsync(input.AppId, input.DeploymentId)));
            return null;
        }
        catch (ClusterException exception)
        {
            return exception.Failure.ToFailure();
        }
    }
}
