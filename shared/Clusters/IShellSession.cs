namespace Pipelines.Clusters;

/// <summary>
/// A shell that runs in an instance. It is read, written to and resized at the same time, each by one caller. Nothing is
/// buffered beyond a few frames: a shell that is not read waits with its output, a program that does not read holds up
/// <see cref="WriteAsync"/>. Disposing of it ends the shell and what it runs in the foreground.
/// </summary>
public interface IShellSession : IAsyncDisposable
{
    /// <summary>Gets the exit code of the shell, 128 + n for signal n; null as long as it is not known, for good where the connection to the cluster broke.</summary>
    int? ExitCode { get; }

    /// <summary>Reads what came out of the terminal, any bytes.</summary>
    /// <param name="buffer">Where to; at least one byte long.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <returns>The number of bytes; 0 when the shell has ended.</returns>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation = default);

    /// <summary>Types into the terminal, any bytes. What is typed into a shell that has ended is dropped.</summary>
    /// <param name="data">What is typed.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation = default);

    /// <summary>Tells the terminal its size.</summary>
    /// <param name="size">The size.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellation = default);
}
