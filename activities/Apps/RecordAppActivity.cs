using Microsoft.DurableTask;
using Pipelines.Deployments;

namespace Pipelines.Activities.Apps;

/// <summary>Writes the state of an app. Idempotent under the update's sequence.</summary>
/// <param name="apps">The apps.</param>
/// <param name="deployments">The deployments, which hold the specs.</param>
[DurableTask]
public sealed class RecordAppActivity(AppStore apps, DeploymentStore deployments) : TaskActivity<AppUpdate, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, AppUpdate input)
    {
        var spec = input.SpecFrom is { } source ? (await deployments.RequireAsync(input.AppId, source)).Spec : null;
        await apps.RecordAsync(input, spec);
        return true;
    }
}
