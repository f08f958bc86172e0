using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;

namespace Pipelines.Activities.Deliveries;

/// <summary>Tells which components of an app a push concerns.</summary>
public static class PushedComponents
{
    /// <summary>The components that are built from the pushed branch, and deployed on push.</summary>
    public static IEnumerable<IBuildableComponent> Of(App app, PushDelivery push) =>
        app.Deleting || app.PreviewOf is not null ? [] : app.Spec.Components.OfType<IBuildableComponent>().Where(component => IsFrom(component, push, onPushOnly: true));

    /// <summary>Whether a component is built from a branch.</summary>
    /// <param name="component">The component.</param>
    /// <param name="push">The branch.</param>
    /// <param name="onPushOnly">Whether only what is deployed on push counts.</param>
    public static bool IsFrom(IBuildableComponent component, PushDelivery push, bool onPushOnly)
    {
        IHostedSource? hosted = push.Provider switch
        {
            "github" => component.GitHub,
            "gitlab" => component.GitLab,
            _ => component.Bitbucket,
        };
        if (hosted is not null)
        {
            return (hosted.DeployOnPush || !onPushOnly) && hosted.Branch == push.Branch && string.Equals(hosted.Repo, push.Repository, StringComparison.OrdinalIgnoreCase);
        }

        // A plain git source has no deploy_on_push: who sets up a webhook for its repository wants the deployments.
        return component.Git is { RepoCloneUrl: { } url } git
            && git.Branch == push.Branch
            && push.CloneUrls.Any(known => RepositoryIdentity.AreSame(known, url));
    }

    /// <summary>Whether a change of paths concerns a component: its source directory, its Dockerfile, or a path listed for it.</summary>
    /// <param name="component">The component.</param>
    /// <param name="changed">The changed paths.</param>
    /// <param name="listed">The paths listed for it; null for none.</param>
    public static bool IsTouched(IBuildableComponent component, IReadOnlyList<string> changed, IReadOnlyList<string>? listed) =>
        WatchedBy(component, listed) is not { } watched || changed.Any(path => watched.Any(parent => IsBelow(path, parent)));

    /// <summary>The paths whose change concerns a component; null for the whole repository.</summary>
    public static IReadOnlyList<string>? WatchedBy(IBuildableComponent component, IReadOnlyList<string>? listed)
    {
        var directory = Normal(component.SourceDir ?? "");
        if (directory.Length == 0 && listed is null)
        {
            return null;
        }

        var watched = (listed ?? []).Select(Normal).ToList();
        if (directory.Length > 0)
        {
            watched.Add(directory);
        }

        if (component.DockerfilePath is { } dockerfile)
        {
            watched.Add(Normal(dockerfile));
        }

        return watched.Contains("") ? null : watched;
    }

    private static string Normal(string path) => string.Join('/', path.Split('/').Where(part => part is not ("" or ".")));

    private static bool IsBelow(string path, string parent) =>
        path == parent || (path.StartsWith(parent, StringComparison.Ordinal) && path[parent.Length] == '/');
}
