using Microsoft.DurableTask;
using Microsoft.Extensions.Options;
using Pipelines.Deployments;
using Pipelines.Deployments.Alerts;

namespace Pipelines.Activities.Alerts;

/// <summary>Looks at the alerts of all apps and tells what is new of them. It looks only: what is not recorded afterwards is new again.</summary>
/// <param name="apps">The apps.</param>
/// <param name="watch">Looks at one.</param>
/// <param name="options">The configuration.</param>
[DurableTask]
public sealed class LookAtAlertsActivity(AppStore apps, AlertWatch watch, IOptions<AlertOptions> options) : TaskActivity<bool, AlertLook>
{
    // What a look finds is kept in the workflow's history.
    private const int MaximumApps = 50;
    private const int PageSize = 200;

    /// <inheritdoc/>
    public override async Task<AlertLook> RunAsync(TaskActivityContext context, bool input)
    {
        var found = new List<AppAlertChanges>();
        string? after = null;
        while (await apps.ListAsync(after, PageSize) is { Count: > 0 } page)
        {
            foreach (var app in page.Where(app => !app.Deleting))
            {
                if (await watch.LookAsync(app) is { Count: > 0 } changes)
                {
                    found.Add(new AppAlertChanges(app.Id, changes));
                }

                if (found.Count == MaximumApps)
                {
                    return new AlertLook(found, IsComplete: false, options.Value.Interval);
                }
            }

            after = page[^1].Id;
        }

        return new AlertLook(found, IsComplete: true, options.Value.Interval);
    }
}
