using Microsoft.DurableTask;
using Pipelines.AppSpecs;
using Pipelines.Deployments;

namespace Pipelines.Activities.Deployments;

/// <summary>Reads what a deployment's workflow needs to decide upon.</summary>
/// <param name="deployments">The deployments.</param>
[DurableTask]
public sealed class PlanDeploymentActivity(DeploymentStore deployments) : TaskActivity<DeploymentKey, DeploymentPlan>
{
    /// <inheritdoc/>
    public override async Task<DeploymentPlan> RunAsync(TaskActivityContext context, DeploymentKey input)
    {
        var deployment = await deployments.RequireAsync(input.AppId, input.DeploymentId);
        var source = deployment.ClonedFrom is { } cloned ? await deployments.RequireAsync(input.AppId, cloned) : null;
        return new DeploymentPlan
        {
            Steps = deployment.Steps,
            Components = [.. deployment.Spec.Components.Select(component => new PlannedComponent(component.Name, component.Kind, (component as JobSpec)?.EffectiveKind))],
            TakenOver = [.. (source?.Components ?? []).Select(component => component with { Reused = true })],
        };
    }
}
