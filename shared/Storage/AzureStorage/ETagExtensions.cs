using Azure;

namespace Pipelines.Storage.AzureStorage;

/// <summary>Entity tags as the stores' callers see them.</summary>
internal static class ETagExtensions
{
    /// <summary>The tag without the quotes of its header.</summary>
    public static string Unquoted(this ETag tag) => tag.ToString("G").Trim('"');
}
