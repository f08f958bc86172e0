using Pipelines.AppSpecs;

namespace Pipelines.Functions.Api.Detect;

/// <summary>
/// Puts the repository that was looked at in the place of the one that its own spec names: who deploys a clone or a fork
/// wants what is in it, not what is in the original.
/// </summary>
internal static class SpecSources
{
    /// <summary>Replaces the sources of a spec if they are all of one repository, which is then this one; of several, it cannot be told which.</summary>
    /// <param name="spec">The spec of the repository.</param>
    /// <param name="source">The source that was asked for.</param>
    /// <param name="locate">Tells the address of a component's repository; null for an image.</param>
    public static AppSpec Replace(AppSpec spec, DetectBody source, Func<IBuildableComponent, string?> locate)
    {
        var addresses = spec.Components.OfType<IBuildableComponent>().Select(locate).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Count();
        return addresses > 1 ? spec : spec with
        {
            Services = [.. spec.Services.Select(component => component.Image is not null ? component : component with
            {
                Git = source.Git,
                GitHub = source.GitHub,
                GitLab = source.GitLab,
                Bitbucket = source.Bitbucket,
            })],
            StaticSites = [.. spec.StaticSites.Select(component => component with
            {
                Git = source.Git,
                GitHub = source.GitHub,
                GitLab = source.GitLab,
                Bitbucket = source.Bitbucket,
            })],
            Workers = [.. spec.Workers.Select(component => component.Image is not null ? component : component with
            {
                Git = source.Git,
                GitHub = source.GitHub,
                GitLab = source.GitLab,
                Bitbucket = source.Bitbucket,
            })],
            Jobs = [.. spec.Jobs.Select(component => component.Image is not null ? component : component with
            {
                Git = source.Git,
                GitHub = source.GitHub,
                GitLab = source.GitLab,
                Bitbucket = source.Bitbucket,
            })],
            Functions = [.. spec.Functions.Select(component => component with
            {
                Git = source.Git,
                GitHub = source.GitHub,
                GitLab = source.GitLab,
                Bitbucket = source.Bitbucket,
            })],
        };
    }
}
