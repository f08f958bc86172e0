using Pipelines.Storage.Blobs;

namespace Pipelines.Node.Sites;

/// <summary>Opens the blob store that the configuration names.</summary>
internal static class SiteBlobs
{
    /// <summary>Opens it; null where none is configured, so that there are no static sites.</summary>
    public static IBlobStore? Open(NodeOptions options, TimeProvider time) =>
        string.IsNullOrEmpty(options.Blobs) ? null : new DirectoryBlobStore(options.Blobs, time);
}
