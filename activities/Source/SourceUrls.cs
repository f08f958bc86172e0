namespace Pipelines.Activities.Source;

/// <summary>Addresses of repositories.</summary>
public static class SourceUrls
{
    /// <summary>Removes user and password from an address.</summary>
    /// <param name="url">The address.</param>
    /// <returns>The address without them; an address that is no URL as it is.</returns>
    public static string WithoutCredentials(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0 && !uri.Scheme.Equals("ssh", StringComparison.OrdinalIgnoreCase)
            ? new UriBuilder(uri) { UserName = "", Password = "" }.Uri.ToString()
            : url;
}
