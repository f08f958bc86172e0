namespace Pipelines.Activities.LogForwarding;

/// <summary>
/// Lines that wait to be sent, so many bytes of them: who adds never waits; beyond, the oldest are dropped and counted.
/// </summary>
internal sealed class LineBuffer(int capacity)
{
    private readonly Lock gate = new();
    private readonly Queue<ForwardedLine> lines = new();
    private TaskCompletionSource added = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long size;
    private long dropped;

    /// <summary>Gets the bytes that wait.</summary>
    public long Size
    {
        get
        {
            lock (gate)
            {
                return size;
            }
        }
    }

    /// <summary>Adds a line.</summary>
    /// <returns>How many were dropped for it.</returns>
    public int Add(ForwardedLine line)
    {
        lock (gate)
        {
            lines.Enqueue(line);
            size += line.Size;
            var before = dropped;
            while (size > capacity && lines.Count > 1)
            {
                size -= lines.Dequeue().Size;
                dropped++;
            }

            added.TrySetResult();
            return (int)(dropped - before);
        }
    }

    /// <summary>Waits until there is a line.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        Task wait;
        lock (gate)
        {
            if (lines.Count > 0)
            {
                return;
            }

            if (added.Task.IsCompleted)
            {
                added = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            wait = added.Task;
        }

        await wait.WaitAsync(cancellation);
    }

    /// <summary>Takes the oldest lines, at least one where there is any.</summary>
    /// <returns>The lines, and how many were dropped before them.</returns>
    public (List<ForwardedLine> Lines, long Dropped) Take(int mostLines, int mostBytes)
    {
        lock (gate)
        {
            var taken = new List<ForwardedLine>();
            long bytes = 0;
            while (taken.Count < mostLines && lines.TryPeek(out var next) && (taken.Count == 0 || bytes + next.Size <= mostBytes))
            {
                taken.Add(lines.Dequeue());
                bytes += next.Size;
            }

            size -= bytes;
            var count = dropped;
            dropped = 0;
            return (taken, count);
        }
    }
}
