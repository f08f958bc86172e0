using Microsoft.DurableTask.Client;
using Pipelines.Clusters;
using Pipelines.Storage.Blobs;
using Pipelines.Storage.Logs;
using Pipelines.Storage.State;

namespace Pipelines.Functions.Health;

/// <summary>Asks each part that the platform needs for something small.</summary>
/// <param name="state">The state store.</param>
/// <param name="blobs">The blob store.</param>
/// <param name="logs">The log store.</param>
/// <param name="cluster">Where apps run.</param>
/// <param name="time">The clock.</param>
public sealed class Readiness(IStateStore state, IBlobStore blobs, ILogStore logs, ICluster cluster, TimeProvider time)
{
    private const string Probe = "readyz";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks all parts at once, each for at most five seconds.</summary>
    /// <param name="workflows">The durable workflows.</param>
    /// <param name="cancellation">Ends the asking.</param>
    public async Task<IReadOnlyList<ReadinessPart>> CheckAsync(DurableTaskClient workflows, CancellationToken cancellation) => await Task.WhenAll(
        AskAsync("state", token => state.GetAsync(Probe, Probe, token), cancellation),
        AskAsync("blobs", token => blobs.GetPropertiesAsync(Probe, token), cancellation),
        AskAsync("logs", ReadLogAsync, cancellation),
        AskAsync("workflows", token => workflows.GetInstanceAsync(Probe, token), cancellation),
        AskAsync("cluster", token => cluster.ListReleasesAsync(Guid.Empty.ToString(), token), cancellation));

    private async Task ReadLogAsync(CancellationToken cancellation)
    {
        await using var lines = logs.ReadAsync(Probe, tail: 1, follow: false, cancellation).GetAsyncEnumerator(cancellation);
        _ = await lines.MoveNextAsync();
    }

    private async Task<ReadinessPart> AskAsync(string name, Func<CancellationToken, Task> ask, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await ask(either.Token).WaitAsync(either.Token);
            return new ReadinessPart(name, true, null);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new ReadinessPart(name, false, $"no answer within {s_patience.TotalSeconds} s");
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            return new ReadinessPart(name, false, exception.Message);
        }
    }
}
