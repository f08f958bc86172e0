namespace Pipelines.Storage.Logs;

/// <summary>How much a log store keeps and how often it looks for what other processes wrote.</summary>
public sealed class LogStoreOptions
{
    /// <summary>Gets the size at which a stream ends with a line that says so, bytes; 50 MiB unless told, 64 KiB at least.</summary>
    public long MaximumStreamBytes { get; init; } = 50L * 1024 * 1024;

    /// <summary>
    /// Gets how often followers look for lines another process wrote; those of the same process arrive at once. Null for
    /// the store's own: 250 ms for a directory, 2 s for Azure.
    /// </summary>
    public TimeSpan? PollInterval { get; init; }
}
