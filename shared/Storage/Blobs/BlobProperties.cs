namespace Pipelines.Storage.Blobs;

/// <summary>What is known of a blob without reading it.</summary>
/// <param name="Size">Its length in bytes.</param>
/// <param name="ETag">Its opaque entity tag, without quotes.</param>
/// <param name="LastModified">When it was written.</param>
public sealed record BlobProperties(long Size, string ETag, DateTimeOffset LastModified);
