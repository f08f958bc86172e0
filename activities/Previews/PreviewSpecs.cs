using Pipelines.Activities.Deliveries;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;
using Pipelines.Storage.Secrets;

namespace Pipelines.Activities.Previews;

/// <summary>
/// Makes the spec of a preview from that of its app: another name, the pull request's branch, no domains, alerts and log
/// destinations, which are those of the app itself. A stranger's code is given no secret and no database.
/// </summary>
/// <param name="secrets">Seals the secrets for the preview.</param>
public sealed class PreviewSpecs(SecretProtector secrets)
{
    /// <summary>Makes the spec.</summary>
    /// <param name="app">The app.</param>
    /// <param name="request">The pull request.</param>
    /// <param name="name">The preview's name.</param>
    /// <param name="previewId">The preview's id.</param>
    public AppSpec Derive(App app, PullRequestDelivery request, string name, string previewId)
    {
        var spec = app.Spec with
        {
            Name = name,
            Domains = [],
            Databases = request.IsFork ? [] : app.Spec.Databases,
            Alerts = [],
            Services = [.. app.Spec.Services.Select(part => part with { Git = Of(part, request), GitHub = GitHub(part, request), GitLab = GitLab(part, request), Bitbucket = Bitbucket(part, request), LogDestinations = [] })],
            Workers = [.. app.Spec.Workers.Select(part => part with { Git = Of(part, request), GitHub = GitHub(part, request), GitLab = GitLab(part, request), Bitbucket = Bitbucket(part, request), LogDestinations = [] })],
            Jobs = [.. app.Spec.Jobs.Select(part => part with { Git = Of(part, request), GitHub = GitHub(part, request), GitLab = GitLab(part, request), Bitbucket = Bitbucket(part, request), LogDestinations = [] })],
            Functions = [.. app.Spec.Functions.Select(part => part with { Git = Of(part, request), GitHub = GitHub(part, request), GitLab = GitLab(part, request), Bitbucket = Bitbucket(part, request), LogDestinations = [] })],
            StaticSites = [.. app.Spec.StaticSites.Select(part => part with { Git = Of(part, request), GitHub = GitHub(part, request), GitLab = GitLab(part, request), Bitbucket = Bitbucket(part, request) })],
        };
        return request.IsFork
            ? AppSpecSecrets.Map(spec, _ => "")
            : AppSpecSecrets.Map(spec, value => secrets.TryUnprotect(value, app.Id, out var plain) ? secrets.Protect(plain, previewId) : value);
    }

    /// <summary>Whether a component is built from the branch that a pull request wants to change.</summary>
    public static bool IsConcerned(IBuildableComponent component, PullRequestDelivery request) => PushedComponents.IsFrom(component, request.ToBase(), onPushOnly: false);

    // Pushes do not deploy previews: the pull request's own deliveries do, and know of forks and closings.
    private static GitHubSource? GitHub(IBuildableComponent component, PullRequestDelivery request) => component.GitHub is { } source && IsConcerned(component, request)
        ? source with { Repo = request.HeadRepository, Branch = request.HeadBranch, DeployOnPush = false }
        : component.GitHub is { } other ? other with { DeployOnPush = false } : null;

    private static GitLabSource? GitLab(IBuildableComponent component, PullRequestDelivery request) => component.GitLab is { } source && IsConcerned(component, request)
        ? source with { Repo = request.HeadRepository, Branch = request.HeadBranch, DeployOnPush = false }
        : component.GitLab is { } other ? other with { DeployOnPush = false } : null;

    private static BitbucketSource? Bitbucket(IBuildableComponent component, PullRequestDelivery request) => component.Bitbucket is { } source && IsConcerned(component, request)
        ? source with { Repo = request.HeadRepository, Branch = request.HeadBranch, DeployOnPush = false }
        : component.Bitbucket is { } other ? other with { DeployOnPush = false } : null;

    // The address of a fork may not carry the credentials that are written into the app's own.
    private static GitSource? Of(IBuildableComponent component, PullRequestDelivery request) => component.Git is { } source && IsConcerned(component, request)
        ? source with { RepoCloneUrl = request.IsFork ? request.HeadCloneUrl : source.RepoCloneUrl, Branch = request.HeadBranch }
        : component.Git;
}
