namespace Pipelines.Storage.Logs;

/// <summary>Append-only streams of log lines: one per deployment, component and kind.</summary>
/// <remarks>Stream names follow the rule of <see cref="Blobs.IBlobStore"/> names. A line is cut at 16 KiB; a stream at a configured size, with a last line saying so.</remarks>
public interface ILogStore
{
    /// <summary>Opens a stream for appending by one writer; lines become readable at once and durable on flush or disposal.</summary>
    /// <param name="stream">The stream's name.</param>
    /// <param name="truncate">True to start the stream anew, as the first activity of a retried step does.</param>
    /// <param name="cancellation">Cancels the opening.</param>
    Task<ILogWriter> OpenWriteAsync(string stream, bool truncate, CancellationToken cancellation = default);

    /// <summary>Reads a stream from its start or its last lines; a stream nobody has written is empty.</summary>
    /// <param name="stream">The stream's name.</param>
    /// <param name="tail">The last so many lines, or null for all.</param>
    /// <param name="follow">True to wait for further lines until the stream is completed or the token is cancelled.</param>
    /// <param name="cancellation">Ends the reading.</param>
    IAsyncEnumerable<LogLine> ReadAsync(string stream, int? tail = null, bool follow = false, CancellationToken cancellation = default);

    /// <summary>
    /// Marks a stream as complete: followers end, and what its present writers still write is dropped. Idempotent; also for
    /// streams nobody has written. Opening it for writing again continues it.
    /// </summary>
    Task CompleteAsync(string stream, CancellationToken cancellation = default);

    /// <summary>Deletes all streams whose names start with a prefix, which must not be empty; what their writers still write is dropped.</summary>
    Task DeleteAsync(string prefix, CancellationToken cancellation = default);
}
