using Microsoft.DurableTask;
using Pipelines.Activities.Releases;
using Pipelines.AppSpecs;
using Pipelines.Deployments;

namespace Pipelines.Activities.Source;

/// <summary>
/// Decides for each component of a deployment what it is built from. A component whose commit and whose build-relevant
/// spec are those of the previous deployment is reused without a clone.
/// </summary>
/// <param name="apps">The apps, whose teams have credentials.</param>
/// <param name="deployments">The deployments.</param>
/// <param name="sources">Where components come from.</param>
/// <param name="environments">Their build-time environment.</param>
/// <param name="provider">Git.</param>
[DurableTask]
public sealed class ResolveSourcesActivity(AppStore apps, DeploymentStore deployments, ComponentSources sources, ComponentEnvironments environments, ISourceProvider provider)
    : TaskActivity<SourceRequest, IReadOnlyList<SourceDecision>>
{
    /// <inheritdoc/>
    public override async Task<IReadOnlyList<SourceDecision>> RunAsync(TaskActivityContext context, SourceRequest input)
    {
        var deployment = await deployments.RequireAsync(input.AppId, input.DeploymentId);
        var previous = input.PreviousDeploymentId is { } id ? await deployments.GetAsync(input.AppId, id) : null;
        var team = (await apps.RequireAsync(input.AppId)).OwnerId;
        var resolved = new Dictionary<SourceLocation, Task<SourceRevision>>();
        var decisions = new List<SourceDecision>();
        foreach (var component in deployment.Spec.Components)
        {
            decisions.Add(await DecideAsync(input, deployment, previous, component, location =>
                resolved.TryGetValue(location, out var known) ? known : resolved[location] = provider.ResolveAsync(location with { TeamId = team }, CancellationToken.None)));
        }

        return decisions;
    }

    private async Task<SourceDecision> DecideAsync(
        SourceRequest request, Deployment deployment, Deployment? previous, IComponent component, Func<SourceLocation, Task<SourceRevision>> resolve)
    {
        if (deployment.Spec.Databases is [var database, ..])
        {
            // Said now rather than by an app that crashes for want of its address.
            return new SourceDecision(component.Name, Failure: Failure.Of(
                ReasonCodes.DatabaseNotAvailable, $"database \"{database.Name}\": this platform runs no databases; remove it from the spec and give the address of one elsewhere as a variable"));
        }

        if (component is not IBuildableComponent buildable || component.Kind == ComponentKind.Functions)
        {
            return new SourceDecision(component.Name, Failure: Failure.Of(
                ReasonCodes.BuildJobFailed, $"component \"{component.Name}\": serverless functions cannot be run by this platform; make it a service"));
        }

        if (sources.Find(buildable) is not { } location)
        {
            return new SourceDecision(component.Name, ImportImage: true);
        }

        var before = previous?.Components.FirstOrDefault(build => build.Name == component.Name);
        var sameSource = before is not null && previous!.Spec.FindComponent(component.Name) is IBuildableComponent old && sources.Find(old) == location;
        try
        {
            var commit = request.Commits.GetValueOrDefault(component.Name)
                ?? (sameSource && !request.UpdateSources ? before!.SourceCommit : null)
                ?? (await resolve(location)).Commit;
            return !request.ForceBuild && sameSource && before!.SourceCommit == commit && before.SpecKey == environments.SpecKey(deployment.Spec, deployment.AppId, buildable, location)
                ? new SourceDecision(component.Name, Reuse: before with { Reused = true })
                : new SourceDecision(component.Name, Commit: commit);
        }
        catch (SourceException exception) when (!exception.Transient)
        {
            return new SourceDecision(component.Name, Failure: Failure.Of(ReasonCodes.BuildJobFailed, exception.Message));
        }
    }
}
