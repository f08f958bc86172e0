using Pipelines.Deployments;

namespace Pipelines.Activities.Source;

/// <summary>Addresses of repositories.</summary>
public static class SourceUrls
{
    /// <summary>Removes user and password from an address.</summary>
    /// <param name="url">The address.</param>
    /// <returns>The address without them; an address that is no URL as it is.</returns>
    public static string WithoutCredentials(string url) => RepositoryIdentity.WithoutCredentials(url);
}
