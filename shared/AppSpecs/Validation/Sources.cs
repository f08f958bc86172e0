namespace Pipelines.AppSpecs;

/// <summary>What rules and messages need to know about URLs of repositories.</summary>
internal static class Sources
{
    /// <summary>The text without what stands between "://" and "@", where URLs carry passwords and tokens.</summary>
    public static string WithoutCredentials(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        var end = start < 0 ? -1 : url.LastIndexOf('@');
        return end > start ? string.Concat(url.AsSpan(0, start + 3), SecretValues.Redacted, url.AsSpan(end)) : url;
    }
}
