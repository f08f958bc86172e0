using Microsoft.DurableTask;
using Pipelines.Deployments;

namespace Pipelines.Activities.Apps;

/// <summary>Writes a new app's document. Idempotent under the app's id.</summary>
/// <param name="apps">The apps.</param>
/// <param name="deployments">The deployments, which hold the spec.</param>
[DurableTask]
public sealed class CreateAppActivity(AppStore apps, DeploymentStore deployments) : TaskActivity<NewApp, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, NewApp input)
    {
        var spec = await deployments.GetSpecAsync(input.AppId, input.DeploymentId)
            ?? throw new InvalidOperationException($"no spec is stored for the first deployment {input.DeploymentId} of app {input.AppId}");
        await apps.CreateAsync(new App
        {
            Id = input.AppId,
            OwnerId = input.OwnerId,
            ProjectId = input.ProjectId,
            PreviewOf = input.PreviewOf,
            Spec = spec,
            CreatedAt = input.CreatedAt,
            UpdatedAt = input.CreatedAt,
        });
        return true;
    }
}
