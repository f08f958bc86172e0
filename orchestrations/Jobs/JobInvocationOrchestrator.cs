using Microsoft.DurableTask;
using Pipelines.Activities.Jobs;
using Pipelines.Deployments;

namespace Pipelines.Orchestrations.Jobs;

/// <summary>The workflow of one run that a schedule started: it runs to its end, and the schedule is told.</summary>
[DurableTask]
public sealed class JobInvocationOrchestrator : TaskOrchestrator<InvocationKey, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskOrchestrationContext context, InvocationKey input)
    {
        var failure = await RunAsync(context, input, Retries.Standard);
        context.SendEvent(ScheduleState.InstanceId(input.AppId), ScheduleState.ChangedEvent, true);
        return failure is null;
    }

    private static async Task<Failure?> RunAsync(TaskOrchestrationContext context, InvocationKey input, TaskOptions retries)
    {
        try
        {
            return await context.CallActivityAsync<Failure?>(nameof(RunInvocationActivity), input, retries);
        }
        catch (TaskFailedException exception)
        {
            var failure = Failure.Of(ReasonCodes.InternalError, $"the platform could not run the job: {exception.FailureDetails.ErrorMessage}");
            var end = new InvocationEnd(input, failure, new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero));
            _ = await context.CallActivityAsync<bool>(nameof(EndInvocationActivity), end, Retries.Forever);
            return failure;
        }
    }
}
