using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Shells;

/// <summary>A shell in a pod.</summary>
internal sealed class PodShellSession(IPodExec exec, LeftProcesses left) : IShellSession
{
    private bool ended;
    private bool disposed;

    public int? ExitCode => exec.End?.ExitCode;

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation = default)
    {
        var read = await exec.ReadAsync(buffer, cancellation);
        ended |= read == 0 && exec.End is not null;
        return read;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation = default) => exec.WriteAsync(data, cancellation);

    public ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellation = default)
    {
        var bounded = size.Bounded();
        return exec.ResizeAsync(bounded.Columns, bounded.Rows, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        await exec.DisposeAsync();
        if (!ended)
        {
            await left.EndAsync();
        }
    }
}
