using Microsoft.Extensions.Options;
using Pipelines.Activities.Source;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Statuses;

/// <summary>Tells which git provider is told of which component.</summary>
/// <param name="receivers">All providers.</param>
/// <param name="sources">The addresses of the hosted providers.</param>
public sealed class StatusReceivers(IEnumerable<IStatusReceiver> receivers, IOptions<HostedSourceOptions> sources)
{
    private readonly Dictionary<string, IStatusReceiver> _configured =
        receivers.Where(receiver => receiver.IsConfigured).ToDictionary(receiver => receiver.Provider, StringComparer.Ordinal);

    /// <summary>Finds the provider of a repository.</summary>
    /// <returns>The provider, or null where it has no credentials.</returns>
    public IStatusReceiver? Find(string provider) => _configured.GetValueOrDefault(provider);

    /// <summary>Finds the repository to tell of a component.</summary>
    /// <returns>The repository, or null where nobody is told.</returns>
    public HostedRepository? RepositoryOf(IComponent component) =>
        component is IBuildableComponent buildable && Locate(buildable) is { } repository && _configured.ContainsKey(repository.Provider) ? repository : null;

    private HostedRepository? Locate(IBuildableComponent component) => component switch
    {
        { Git.RepoCloneUrl: { } url } => ByAddress(url),
        { GitHub.Repo: { } name } => new HostedRepository("github", name),
        { GitLab.Repo: { } name } => new HostedRepository("gitlab", name),
        { Bitbucket.Repo: { } name } => new HostedRepository("bitbucket", name),
        _ => null,
    };

    private HostedRepository? ByAddress(string url)
    {
        foreach (var (provider, address) in ((string, string)[])[("github", sources.Value.GitHubUrl), ("gitlab", sources.Value.GitLabUrl), ("bitbucket", sources.Value.BitbucketUrl)])
        {
            var root = address.TrimEnd('/') + "/";
            if (url.StartsWith(root, StringComparison.OrdinalIgnoreCase))
            {
                var name = url[root.Length..].TrimEnd('/');
                return new HostedRepository(provider, name.EndsWith(".git", StringComparison.Ordinal) ? name[..^4] : name);
            }
        }

        return null;
    }
}
