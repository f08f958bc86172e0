using Microsoft.DurableTask;
using Pipelines.Clusters;

namespace Pipelines.Activities.Releases;

/// <summary>Drains and stops a release that has no traffic. Idempotent.</summary>
/// <param name="cluster">Where it runs.</param>
[DurableTask]
public sealed class RetireReleaseActivity(ICluster cluster) : TaskActivity<ReleaseKey, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, ReleaseKey input)
    {
        await cluster.RetireAsync(input.AppId, input.ReleaseId);
        return true;
    }
}
