namespace Pipelines.Kubernetes;

/// <summary>
/// A program that runs in a container at a terminal of its own. It is read, written to and resized at the same time, each by
/// one caller. Disposing of it closes the connection; what the container's runtime makes of that is its own matter.
/// </summary>
public interface IPodExec : IAsyncDisposable
{
    /// <summary>Gets how it ended, once <see cref="ReadAsync"/> has returned 0; null where the connection broke.</summary>
    PodExecEnd? End { get; }

    /// <summary>Reads what came out of the terminal.</summary>
    /// <returns>The number of bytes; 0 at the end.</returns>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation = default);

    /// <summary>Types into the terminal. What is typed after the end is dropped.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation = default);

    /// <summary>Tells the terminal its size, in characters.</summary>
    ValueTask ResizeAsync(int columns, int rows, CancellationToken cancellation = default);
}
