using Microsoft.DurableTask;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;

namespace Pipelines.Activities.Deliveries;

/// <summary>Finds the apps, and of each the components, that a push concerns: same repository and branch, deploys on push, a change below the component's source directory. Looks only.</summary>
/// <param name="apps">The apps.</param>
[DurableTask]
public sealed class MatchDeliveryActivity(AppStore apps) : TaskActivity<PushDelivery, IReadOnlyList<DeliveryMatch>>
{
    /// <inheritdoc/>
    public override async Task<IReadOnlyList<DeliveryMatch>> RunAsync(TaskActivityContext context, PushDelivery input) =>
        [.. (await apps.FindByRepositoryAsync(input))
            .Where(app => !app.Deleting)
            .Select(app => Match(app, input))
            .Where(match => match.Components.Count > 0)];

    private static DeliveryMatch Match(App app, PushDelivery push) =>
        new(app.Id, [.. app.Spec.Components.OfType<IBuildableComponent>()
            .Where(component => IsFrom(component, push) && IsChanged(component, push))
            .Select(component => component.Name)]);

    private static bool IsFrom(IBuildableComponent component, PushDelivery push)
    {
        IHostedSource? hosted = push.Provider switch
        {
            "github" => component.GitHub,
            "gitlab" => component.GitLab,
            _ => component.Bitbucket,
        };
        if (hosted is not null)
        {
            return hosted.DeployOnPush && hosted.Branch == push.Branch && string.Equals(hosted.Repo, push.Repository, StringComparison.OrdinalIgnoreCase);
        }

        // A plain git source has no deploy_on_push: who sets up a webhook for its repository wants the deployments.
        return component.Git is { RepoCloneUrl: { } url } git
            && git.Branch == push.Branch
            && push.CloneUrls.Any(known => RepositoryIdentity.AreSame(known, url));
    }

    private static bool IsChanged(IBuildableComponent component, PushDelivery push)
    {
        var directory = (component.SourceDir ?? "").Trim('/');
        return directory.Length == 0 || directory == "." || push.ChangedPaths is not { } paths
            || paths.Any(path => path.StartsWith(directory + "/", StringComparison.Ordinal) || path == component.DockerfilePath?.Trim('/'));
    }
}
