using Microsoft.DurableTask;
using Pipelines.Clusters;
using Pipelines.Deployments;

namespace Pipelines.Activities.Jobs;

/// <summary>Asks for the end of a run, wherever it is; true when it has ended. Idempotent: asked again until it has.</summary>
/// <param name="invocations">The runs.</param>
/// <param name="deployments">The deployments.</param>
/// <param name="cluster">Where it runs.</param>
/// <param name="time">The clock.</param>
[DurableTask]
public sealed class CancelInvocationActivity(
    JobInvocationStore invocations, DeploymentStore deployments, ICluster cluster, TimeProvider time) : TaskActivity<InvocationKey, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, InvocationKey input)
    {
        // Written first: what has not begun then never does.
        if (await invocations.RequestCancelAsync(input.AppId, input.InvocationId, time.GetUtcNow()) is not { } invocation)
        {
            return false;
        }

        if (!invocation.IsFinal)
        {
            var deployment = await deployments.RequireAsync(invocation.AppId, invocation.DeploymentId);
            await cluster.CancelJobAsync(new JobReference(invocation.AppId, deployment.ReleaseId ?? deployment.Id, invocation.JobName, invocation.RunKey));
        }

        return invocation.IsFinal;
    }
}
