using Microsoft.DurableTask;
using Pipelines.Activities.Releases;
using Pipelines.Clusters;
using Pipelines.Deployments;

namespace Pipelines.Activities.Traffic;

/// <summary>Switches all traffic of an app to a release, and tells the URL that answers. Idempotent.</summary>
/// <param name="deployments">The deployments.</param>
/// <param name="cluster">Where it runs.</param>
[DurableTask]
public sealed class RouteReleaseActivity(DeploymentStore deployments, ICluster cluster) : TaskActivity<ReleaseKey, string?>
{
    /// <inheritdoc/>
    public override async Task<string?> RunAsync(TaskActivityContext context, ReleaseKey input)
    {
        await cluster.RouteAsync(input.AppId, input.ReleaseId);
        var spec = (await deployments.RequireAsync(input.AppId, input.ReleaseId)).Spec;
        return spec.Services.Count + spec.StaticSites.Count > 0 ? cluster.GetDefaultUrl(spec.Name).ToString() : null;
    }
}
