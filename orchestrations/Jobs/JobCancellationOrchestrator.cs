using Microsoft.DurableTask;
using Pipelines.Activities.Jobs;

namespace Pipelines.Orchestrations.Jobs;

/// <summary>The workflow of a person's wish to stop a run: it asks until the run has ended, for longer than any grace period.</summary>
[DurableTask]
public sealed class JobCancellationOrchestrator : TaskOrchestrator<InvocationKey, bool>
{
    private const int Attempts = 30;
    private static readonly TimeSpan s_firstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(1);

    /// <summary>The workflow instance of a run's cancellation.</summary>
    /// <param name="invocationId">The run.</param>
    public static string InstanceId(string invocationId) => "cancel-" + invocationId;

    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskOrchestrationContext context, InvocationKey input)
    {
        var wait = s_firstWait;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await context.CallActivityAsync<bool>(nameof(CancelInvocationActivity), input, Retries.Standard))
            {
                return true;
            }

            await context.CreateTimer(wait, CancellationToken.None);
            wait = wait * 2 < s_longestWait ? wait * 2 : s_longestWait;
        }

        return false;
    }
}
