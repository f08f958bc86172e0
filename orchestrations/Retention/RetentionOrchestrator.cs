using Microsoft.DurableTask;
using Pipelines.Activities.Retention;

namespace Pipelines.Orchestrations.Retention;

/// <summary>The eternal workflow, one for the platform, that removes once a day what nothing needs any more.</summary>
[DurableTask]
public sealed class RetentionOrchestrator : TaskOrchestrator<string, bool>
{
    /// <summary>The workflow's instance.</summary>
    public const string InstanceId = "retention";

    private static readonly TimeSpan s_period = TimeSpan.FromDays(1);

    // A store that is away is tried again the next day.
    private static readonly TimeSpan s_afterStart = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskOrchestrationContext context, string input)
    {
        await context.CreateTimer(input.Length == 0 ? s_afterStart : s_period, CancellationToken.None);
        try
        {
            _ = await context.CallActivityAsync<int>(nameof(PruneBlobsActivity), "", Retries.Standard);
        }
        catch (TaskFailedException)
        {
            // What is left costs room, not correctness; the activity's failure is in the log.
        }

        context.ContinueAsNew("daily");
        return false;
    }
}
