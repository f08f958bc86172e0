using Microsoft.DurableTask;
using Pipelines.Activities.Source;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;

namespace Pipelines.Activities.Deliveries;

/// <summary>
/// Finds the apps, and of each the components, that a push concerns: same repository and branch, deploys on push, a change
/// that touches the component. Takes note of the branch's head; told again it answers the same or newer.
/// </summary>
/// <param name="apps">The apps.</param>
/// <param name="settings">The paths listed for components.</param>
/// <param name="branches">Tells the newest commit.</param>
/// <param name="sources">Where components come from.</param>
/// <param name="comparison">Compares commits.</param>
[DurableTask]
public sealed class MatchDeliveryActivity(AppStore apps, AppGitSettingsStore settings, BranchWatch branches, ComponentSources sources, TreeComparison comparison)
    : TaskActivity<PushDelivery, IReadOnlyList<DeliveryMatch>>
{
    /// <inheritdoc/>
    public override async Task<IReadOnlyList<DeliveryMatch>> RunAsync(TaskActivityContext context, PushDelivery input)
    {
        var found = (await apps.FindByRepositoryAsync(input))
            .Select(app => (App: app, Components: PushedComponents.Of(app, input).ToList()))
            .Where(candidate => candidate.Components.Count > 0)
            .ToList();
        if (found.Count == 0)
        {
            return [];
        }

        var head = await branches.NoteAsync(input, sources.Find(found[0].Components[0]), CancellationToken.None);
        if (input.SkipsDeployment)
        {
            return [];
        }

        var matches = new List<DeliveryMatch>();
        foreach (var (app, components) in found)
        {
            var listed = await settings.GetAsync(app.Id);
            var touched = new List<string>();
            foreach (var component in components)
            {
                if (await IsTouchedAsync(component, input, head, listed.PathsOf(component.Name)))
                {
                    touched.Add(component.Name);
                }
            }

            if (touched.Count > 0)
            {
                matches.Add(new DeliveryMatch(app.Id, touched, head.Commit, new PushMark(RepositoryIdentity.BranchKeyOf(input), head.Sequence)));
            }
        }

        return matches;
    }

    private async Task<bool> IsTouchedAsync(IBuildableComponent component, PushDelivery push, BranchHead head, IReadOnlyList<string>? listed)
    {
        if (PushedComponents.WatchedBy(component, listed) is not { } watched || sources.Find(component) is not { } location)
        {
            return true;
        }

        if (push.ChangedPaths is { } paths && PushedComponents.IsTouched(component, paths, listed))
        {
            return true;
        }

        // Pushes between this one and the head before it have not arrived, or never will.
        var isGap = head.Commit == push.Commit && head.Previous is not null && head.Previous != push.Before;
        return (isGap || push.ChangedPaths is null)
            && await comparison.IsChangedAsync(location, isGap ? head.Previous : push.Before, push.Commit, watched, CancellationToken.None);
    }
}
