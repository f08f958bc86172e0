using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Pipelines.Activities.Jobs;
using Pipelines.Deployments;
using Pipelines.Functions.Http;
using Pipelines.Orchestrations.Jobs;

namespace Pipelines.Functions.Api.Jobs;

/// <summary>Hands the wish to stop a run to a workflow, which sees to it whatever dies meanwhile.</summary>
/// <param name="invocations">The runs.</param>
/// <param name="time">The clock.</param>
public sealed class JobCancellations(JobInvocationStore invocations, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(10);

    /// <summary>Asks for the end of a run and waits until the wish is known; the run ends within its grace period.</summary>
    /// <returns>The run, which may have ended meanwhile.</returns>
    /// <exception cref="ApiException">503: the workflow does not take it up in time.</exception>
    public async Task<JobInvocation> RequestAsync(DurableTaskClient client, JobInvocation invocation, CancellationToken cancellation)
    {
        await StartOnceAsync(client, invocation, cancellation);
        var deadline = time.GetUtcNow() + s_patience;
        using var timer = new PeriodicTimer(s_poll, time);
        while (await invocations.GetAsync(invocation.AppId, invocation.Id, cancellation) is { } stored && time.GetUtcNow() < deadline)
        {
            if (stored.IsFinal || stored.CancelRequestedAt is not null)
            {
                return stored;
            }

            _ = await timer.WaitForNextTickAsync(cancellation);
        }

        throw ApiException.Unavailable("the request was accepted, but its workflow has not taken it up yet; look again later");
    }

    private static async Task StartOnceAsync(DurableTaskClient client, JobInvocation invocation, CancellationToken cancellation)
    {
        var instance = JobCancellationOrchestrator.InstanceId(invocation.Id);
        var once = new StartOrchestrationOptions(instance).WithDedupeStatuses(
            [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended]);
        try
        {
            _ = await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(JobCancellationOrchestrator), new InvocationKey(invocation.AppId, invocation.Id), once, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Drivers refuse a known id with exceptions of their own: one that is under way does what is asked.
            if (await client.GetInstanceAsync(instance, cancellation) is not { IsCompleted: false })
            {
                throw;
            }
        }
    }
}
