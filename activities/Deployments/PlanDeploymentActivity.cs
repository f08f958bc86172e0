using Microsoft.DurableTask;
using Pipelines.Activities.Statuses;
using Pipelines.AppSpecs;
using Pipelines.Deployments;

namespace Pipelines.Activities.Deployments;

/// <summary>Reads what a deployment's workflow needs to decide upon.</summary>
/// <param name="apps">The apps.</param>
/// <param name="deployments">The deployments.</param>
/// <param name="receivers">Tells who is told of deployments.</param>
[DurableTask]
public sealed class PlanDeploymentActivity(AppStore apps, DeploymentStore deployments, StatusReceivers receivers) : TaskActivity<DeploymentKey, DeploymentPlan>
{
    /// <inheritdoc/>
    public override async Task<DeploymentPlan> RunAsync(TaskActivityContext context, DeploymentKey input)
    {
        var deployment = await deployments.RequireAsync(input.AppId, input.DeploymentId);
        var source = deployment.ClonedFrom is { } cloned ? await deployments.RequireAsync(input.AppId, cloned) : null;
        return new DeploymentPlan
        {
            AppName = deployment.Spec.Name,
            IsPreview = await apps.GetAsync(input.AppId) is { PreviewOf: not null },
            Steps = deployment.Steps,
            Components = [.. deployment.Spec.Components.Select(component =>
                new PlannedComponent(component.Name, component.Kind, (component as JobSpec)?.EffectiveKind, receivers.RepositoryOf(component)))],
            TakenOver = [.. (source?.Components ?? []).Select(component => component with { Reused = true })],
            IsCloneGone = source is { ImagesPruned: true },
        };
    }
}
