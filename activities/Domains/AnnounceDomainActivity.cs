using Microsoft.DurableTask;
using Pipelines.Deployments;
using Pipelines.Deployments.Events;

namespace Pipelines.Activities.Domains;

/// <summary>Writes an event of an app, for alerts. Idempotent under the event's id.</summary>
/// <param name="events">The events.</param>
/// <param name="apps">The apps: what is gone has no events.</param>
[DurableTask]
public sealed class AnnounceDomainActivity(AppEventStore events, AppStore apps) : TaskActivity<AppEvent, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, AppEvent input)
    {
        if (await apps.GetAsync(input.AppId) is null or { Deleting: true })
        {
            return false;
        }

        await events.AddAsync(input);
        return true;
    }
}
