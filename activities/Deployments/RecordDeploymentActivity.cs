using Microsoft.DurableTask;
using Pipelines.Deployments;

namespace Pipelines.Activities.Deployments;

/// <summary>Writes how far a deployment is. Idempotent under the update's sequence.</summary>
/// <param name="deployments">The deployments.</param>
[DurableTask]
public sealed class RecordDeploymentActivity(DeploymentStore deployments) : TaskActivity<DeploymentUpdate, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, DeploymentUpdate input)
    {
        await deployments.RecordAsync(input);
        return true;
    }
}
