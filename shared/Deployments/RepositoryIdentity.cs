using System.Security.Cryptography;
using System.Text;
using Pipelines.AppSpecs;
using Pipelines.Deployments.Requests;

namespace Pipelines.Deployments;

/// <summary>Tells repositories apart, however their addresses are written.</summary>
public static class RepositoryIdentity
{
    private const int KeyBytes = 16;

    /// <summary>Removes user and password from an address.</summary>
    /// <param name="url">The address.</param>
    /// <returns>The address without them; an address that is no URL as it is.</returns>
    public static string WithoutCredentials(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0 && !uri.Scheme.Equals("ssh", StringComparison.OrdinalIgnoreCase)
            ? new UriBuilder(uri) { UserName = "", Password = "" }.Uri.ToString()
            : url;

    /// <summary>Tells whether two clone addresses lead to one repository: credentials, case, a last slash and <c>.git</c> make no difference.</summary>
    public static bool AreSame(string one, string other) => Canonical(one) == Canonical(other);

    /// <summary>The keys of all repositories that a spec names.</summary>
    public static IReadOnlyList<string> KeysOf(AppSpec spec) => [.. spec.Components.OfType<IBuildableComponent>().SelectMany(Names).Select(KeyOf).Distinct()];

    /// <summary>The keys under which a push may be known: its repository at the provider, and each address to clone it from.</summary>
    public static IReadOnlyList<string> KeysOf(PushDelivery push) =>
        [.. push.CloneUrls.Select(OfUrl).Prepend(OfProvider(push.Provider, push.Repository)).Select(KeyOf).Distinct()];

    /// <summary>The key of the branch of a push.</summary>
    public static string BranchKeyOf(PushDelivery push) => KeyOf($"{OfProvider(push.Provider, push.Repository)}#{push.Branch}");

    private static IEnumerable<string> Names(IBuildableComponent component)
    {
        foreach (var (provider, hosted) in ((string, IHostedSource?)[])[("github", component.GitHub), ("gitlab", component.GitLab), ("bitbucket", component.Bitbucket)])
        {
            if (hosted?.Repo is { } repository)
            {
                yield return OfProvider(provider, repository);
            }
        }

        if (component.Git?.RepoCloneUrl is { } url)
        {
            yield return OfUrl(url);
        }
    }

    private static string OfProvider(string provider, string repository) => $"{provider}/{repository}".ToUpperInvariant();

    private static string OfUrl(string url) => "GIT/" + Canonical(url);

    // Addresses have characters that keys of documents have not.
    private static string KeyOf(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, KeyBytes));

    private static string Canonical(string url)
    {
        var text = WithoutCredentials(url).TrimEnd('/');
        return (text.EndsWith(".git", StringComparison.Ordinal) ? text[..^4] : text).ToUpperInvariant();
    }
}
