using Pipelines.Activities.Statuses;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Deployments;

/// <summary>A component as a deployment's workflow sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="JobKind">When it runs, for a job; null otherwise.</param>
/// <param name="Repository">The repository to tell how its deployment goes; null for nobody.</param>
public sealed record PlannedComponent(string Name, ComponentKind Kind, JobKind? JobKind, HostedRepository? Repository = null)
{
    /// <summary>Gets a value indicating whether it runs all the time.</summary>
    public bool IsLongRunning => Kind is ComponentKind.Service or ComponentKind.Worker or ComponentKind.StaticSite;

    /// <summary>Gets a value indicating whether the deployment itself starts it, and its progress has steps for it.</summary>
    public bool IsDeployed => JobKind is not (AppSpecs.JobKind.FailedDeploy or AppSpecs.JobKind.Scheduled);
}
