using System.Text;
using Pipelines.Activities.Detection;
using Pipelines.AppSpecs;

namespace Pipelines.Functions.Api.Detect;

/// <summary>Makes an App Spec of what was recognised in a repository. What a build recognises again by itself is left out, so that a later commit may change it.</summary>
internal static class SpecDraft
{
    private const int MaximumName = 32;
    private const int MinimumName = 2;

    /// <summary>Makes the spec, normalised.</summary>
    /// <param name="source">The source.</param>
    /// <param name="cloneUrl">Its address, which gives the app its name.</param>
    /// <param name="components">The components.</param>
    public static AppSpec Of(DetectBody source, string cloneUrl, IReadOnlyList<DetectedComponent> components) => AppSpecNormalizer.Normalize(new AppSpec
    {
        Name = NameOf(cloneUrl),
        Services = [.. components.Where(component => component.Kind == ComponentKind.Service).Select((component, index) => ServiceOf(source, component, index))],
        StaticSites = [.. components.Where(component => component.Kind == ComponentKind.StaticSite).Select((component, index) => SiteOf(
            source, component, index + components.Count(other => other.Kind == ComponentKind.Service)))],
        Workers = [.. components.Where(component => component.Kind == ComponentKind.Worker).Select(component => WorkerOf(source, component))],
    });

    /// <summary>Makes an app's name of a repository's address.</summary>
    public static string NameOf(string cloneUrl)
    {
        var last = cloneUrl.TrimEnd('/').Split('/', ':', '\\')[^1];
        last = last.EndsWith(".git", StringComparison.OrdinalIgnoreCase) ? last[..^4] : last;
        var name = new StringBuilder();
        foreach (var character in last.ToLowerInvariant())
        {
            if (char.IsAsciiLetterLower(character) || (char.IsAsciiDigit(character) && name.Length > 0))
            {
                _ = name.Append(character);
            }
            else if (name.Length > 0 && name[^1] != '-')
            {
                _ = name.Append('-');
            }
        }

        var text = name.ToString()[..Math.Min(name.Length, MaximumName)].Trim('-');
        return text.Length >= MinimumName ? text : "app";
    }

    // The first public component is at the root, each further one below its name.
    private static IReadOnlyList<RouteSpec> RoutesOf(DetectedComponent component, int index) => [new RouteSpec { Path = index == 0 ? "/" : "/" + component.Name }];

    private static ServiceSpec ServiceOf(DetectBody source, DetectedComponent component, int index) => source.AsService(component.Name) with
    {
        SourceDir = DirectoryOf(component),
        DockerfilePath = component.DockerfilePath,
        EnvironmentSlug = EnvironmentOf(component),
        HttpPort = component.HttpPort,
        Routes = RoutesOf(component, index),
    };

    private static StaticSiteSpec SiteOf(DetectBody source, DetectedComponent component, int index) => new()
    {
        Name = component.Name,
        Git = source.Git,
        GitHub = source.GitHub,
        GitLab = source.GitLab,
        Bitbucket = source.Bitbucket,
        SourceDir = DirectoryOf(component),
        DockerfilePath = component.DockerfilePath,
        EnvironmentSlug = EnvironmentOf(component),
        Routes = RoutesOf(component, index),
    };

    private static WorkerSpec WorkerOf(DetectBody source, DetectedComponent component) => new()
    {
        Name = component.Name,
        Git = source.Git,
        GitHub = source.GitHub,
        GitLab = source.GitLab,
        Bitbucket = source.Bitbucket,
        SourceDir = DirectoryOf(component),
        DockerfilePath = component.DockerfilePath,
        EnvironmentSlug = EnvironmentOf(component),

        // Of several processes in one directory, the command tells which one is meant.
        RunCommand = component.RunCommand,
    };

    private static string? DirectoryOf(DetectedComponent component) => component.SourceDir.Length == 0 ? null : component.SourceDir;

    private static string? EnvironmentOf(DetectedComponent component) => component.DockerfilePath is null ? component.EnvironmentSlug : null;
}
