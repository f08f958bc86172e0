using Microsoft.Extensions.Options;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Source;

/// <summary>Tells where the source of a component lies, whichever kind of source its spec names.</summary>
/// <param name="options">The addresses of the hosted providers.</param>
public sealed class ComponentSources(IOptions<HostedSourceOptions> options)
{
    /// <summary>Finds a component's repository and branch.</summary>
    /// <returns>The location, or null for a component that runs an image.</returns>
    public SourceLocation? Find(IBuildableComponent component) => component switch
    {
        { Git: { RepoCloneUrl: { } url } git } => new SourceLocation(url, NullIfEmpty(git.Branch)),
        { GitHub: { } hosted } => Hosted(options.Value.GitHubUrl, hosted),
        { GitLab: { } hosted } => Hosted(options.Value.GitLabUrl, hosted),
        { Bitbucket: { } hosted } => Hosted(options.Value.BitbucketUrl, hosted),
        _ => null,
    };

    private static SourceLocation Hosted(string baseUrl, IHostedSource source) =>
        new($"{baseUrl.TrimEnd('/')}/{source.Repo}.git", NullIfEmpty(source.Branch));

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
