namespace Pipelines.Storage.Logs;

/// <summary>The stored bytes of one stream, wherever they are.</summary>
internal interface ILogSource
{
    /// <summary>Reads bytes of a stream.</summary>
    /// <param name="generation">The generation they must be of, or null for any.</param>
    /// <param name="offset">The first byte's position.</param>
    /// <param name="destination">Where to put them; empty to learn only of generation and length.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    ValueTask<LogChunk> ReadAsync(string? generation, long offset, Memory<byte> destination, CancellationToken cancellation);
}
