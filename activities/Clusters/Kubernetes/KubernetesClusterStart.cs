using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes;

/// <summary>
/// Looks at the cluster when the platform starts, and says clearly what is wrong with it. The platform serves all the same
/// and goes on asking: workflows wait for a cluster that comes back.
/// </summary>
internal sealed partial class KubernetesClusterStart(
    KubernetesCluster cluster, IKubernetesApi api, TimeProvider time, ILogger<KubernetesClusterStart> logger) : BackgroundService
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    private string Name => api is not KubernetesApi { Server: { } server, Context: var context } ? "that is configured"
        : context is null ? $"at {server}"
        : $"at {server} (context {context})";

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await TryConnectAsync(cancellationToken))
        {
            await base.StartAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken) && !await TryConnectAsync(stoppingToken))
        {
            // Until it answers.
        }
    }

    private async Task<bool> TryConnectAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await cluster.ConnectAsync(either.Token);
            LogConnected(Name, (await api.GetCatalogAsync(either.Token)).ServerVersion);
            return true;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            LogUnreachable(Name, exception is OperationCanceledException ? $"no answer within {s_patience.TotalSeconds} s" : exception.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Apps run on the Kubernetes cluster {Cluster}, version {Version}")]
    private partial void LogConnected(string cluster, string version);

    [LoggerMessage(Level = LogLevel.Error, Message = "The Kubernetes cluster {Cluster} cannot be used; trying again: {Reason}")]
    private partial void LogUnreachable(string cluster, string reason);
}
