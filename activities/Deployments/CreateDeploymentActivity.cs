using Microsoft.DurableTask;
using Pipelines.AppSpecs;
using Pipelines.Deployments;

namespace Pipelines.Activities.Deployments;

/// <summary>Writes the document of a deployment that waits for its turn; false when its spec or the deployment it is made from is not there. Idempotent under its id.</summary>
/// <param name="apps">The apps.</param>
/// <param name="deployments">The deployments.</param>
[DurableTask]
public sealed class CreateDeploymentActivity(AppStore apps, DeploymentStore deployments) : TaskActivity<NewDeployment, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, NewDeployment input)
    {
        if (await FindSpecAsync(input) is not { } spec)
        {
            return false;
        }

        await deployments.CreateAsync(new Deployment
        {
            Id = input.DeploymentId,
            AppId = input.AppId,
            Spec = spec,
            Cause = input.Cause,
            CreatedAt = input.CreatedAt,
            UpdatedAt = input.CreatedAt,
            PhaseLastUpdatedAt = input.CreatedAt,
            PreviousDeploymentId = input.PreviousDeploymentId,
            ClonedFrom = input.CloneFrom,
            Steps = DeploymentProgress.Initial(spec),
            History = [new HistoryEntry(input.CreatedAt, "requested: " + input.Cause.Description)],
        });
        return true;
    }

    private async Task<AppSpec?> FindSpecAsync(NewDeployment input)
    {
        if (input.CloneFrom is { } source)
        {
            return (await deployments.GetAsync(input.AppId, source))?.Spec;
        }

        return input.NewSpec
            ? await deployments.GetSpecAsync(input.AppId, input.DeploymentId)
            : (await apps.RequireAsync(input.AppId)).Spec;
    }
}
