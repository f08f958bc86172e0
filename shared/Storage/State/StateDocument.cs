namespace Pipelines.Storage.State;

/// <summary>A document as it was read.</summary>
/// <param name="Key">Its key within the collection.</param>
/// <param name="Json">Its content.</param>
/// <param name="ETag">Its opaque entity tag.</param>
public sealed record StateDocument(string Key, string Json, string ETag);
