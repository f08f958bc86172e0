using Microsoft.DurableTask;
using Pipelines.Activities.Deployments;
using Pipelines.Deployments;

namespace Pipelines.Orchestrations.Deployments;

/// <summary>
/// The workflow of one deployment: build what changed, start the release beside the one that runs, wait for its health,
/// switch the traffic. Whatever fails, what ran before keeps running.
/// </summary>
[DurableTask]
public sealed class DeploymentOrchestrator : TaskOrchestrator<DeploymentInput, DeploymentOutcome>
{
    /// <inheritdoc/>
    public override async Task<DeploymentOutcome> RunAsync(TaskOrchestrationContext context, DeploymentInput input)
    {
        var stop = context.WaitForExternalEvent<StopRequest>(StopRequest.EventName);
        var plan = await context.CallActivityAsync<DeploymentPlan>(
            nameof(PlanDeploymentActivity), new DeploymentKey(input.AppId, input.DeploymentId), Retries.Standard);
        var journal = new DeploymentJournal(context, input, plan.Steps);
        var building = new BuildPhase(context, input, plan, journal);
        var build = building.RunAsync();
        if (await Task.WhenAny(build, stop) == stop)
        {
            await building.CancelAsync(build);
            var request = await stop;
            await journal.EndAsync(request.Phase, request.ToFailure());
            return new DeploymentOutcome();
        }

        if (await build is { } failure)
        {
            await journal.EndAsync(DeploymentPhase.Error, failure);
            return new DeploymentOutcome();
        }

        return await new DeployPhase(context, input, plan, journal, stop).RunAsync();
    }
}
