using Microsoft.DurableTask;

namespace Pipelines.Orchestrations.Apps;

/// <summary>
/// The eternal workflow of an app. It takes requests one at a time: the newest deployment that waits wins, one that is
/// still building gives way to it, one that is already deploying finishes first. It watches a new release for its first
/// minute with the previous one standing by, and goes back to that when the new one crashes.
/// </summary>
[DurableTask]
public sealed class AppOrchestrator : TaskOrchestrator<AppState, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskOrchestrationContext context, AppState input)
    {
        var session = new AppSession(context, input);
        await session.BeginAsync();
        while (!session.IsDeleted)
        {
            await session.StartPendingAsync();
            if (session.IsRoundOver)
            {
                await session.PruneAsync();
            }

            if (session.IsRoundOver)
            {
                context.ContinueAsNew(session.State);
                return false;
            }

            await session.HandleNextAsync();
        }

        return true;
    }
}
