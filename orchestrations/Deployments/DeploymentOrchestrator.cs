using Microsoft.DurableTask;
using Pipelines.Activities.Deployments;
using Pipelines.Deployments;
using Pipelines.Orchestrations.Statuses;

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
        var statuses = new DeploymentStatuses(context, input, plan);
        var outcome = await BuildAsync(new BuildPhase(context, input, plan, journal, statuses), journal, stop)
            ?? await new DeployPhase(context, input, plan, journal, stop).RunAsync();
        statuses.End(journal.Phase, journal.Reason, outcome.LiveUrl);
        return outcome;
    }

    // The outcome when it ends here.
    private static async Task<DeploymentOutcome?> BuildAsync(BuildPhase building, DeploymentJournal journal, Task<StopRequest> stop)
    {
        var build = building.RunAsync();
        if (await Task.WhenAny(build, stop) == stop)
        {
            await building.CancelAsync(build);
            var request = await stop;
            await journal.EndAsync(request.Phase, request.ToFailure());
            return new DeploymentOutcome { Superseded = request.Phase == DeploymentPhase.Superseded };
        }

        if (await build is { } failure)
        {
            await journal.EndAsync(DeploymentPhase.Error, failure);
            return new DeploymentOutcome();
        }

        return null;
    }
}
