namespace Pipelines.Storage.Blobs;

/// <summary>
/// Immutable or replaced-as-a-whole byte sequences by name: source snapshots, site assets, archived logs. A blob appears
/// whole or not at all, whatever dies meanwhile.
/// </summary>
/// <remarks>
/// Names match <c>^[a-z0-9][A-Za-z0-9._/-]{0,511}$</c> without <c>//</c> or <c>..</c>; no segment between slashes is empty,
/// ends in a dot or is longer than 254. Anything else is an <see cref="ArgumentException"/>.
/// </remarks>
public interface IBlobStore
{
    /// <summary>Opens a blob for reading; the stream can seek.</summary>
    /// <returns>The stream, or null where there is no such blob.</returns>
    Task<Stream?> OpenReadAsync(string name, CancellationToken cancellation = default);

    /// <summary>Tells size and entity tag of a blob.</summary>
    /// <returns>Its properties, or null where there is no such blob.</returns>
    Task<BlobProperties?> GetPropertiesAsync(string name, CancellationToken cancellation = default);

    /// <summary>Writes a blob, replacing one of that name.</summary>
    Task WriteAsync(string name, Stream content, CancellationToken cancellation = default);

    /// <summary>Deletes a blob; deleting what is not there is no error.</summary>
    Task DeleteAsync(string name, CancellationToken cancellation = default);

    /// <summary>Lists blob names with a prefix in ordinal order.</summary>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation = default);
}
