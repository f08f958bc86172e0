using Pipelines.Node.Releases;

namespace Pipelines.Node.Api;

/// <summary>Ends the node: on request, after which the request is answered, or on a signal.</summary>
internal sealed class NodeShutdown(NodeCluster cluster, IHostApplicationLifetime lifetime)
{
    private readonly Lock gate = new();
    private Task? leaving;

    /// <summary>Gets or sets how the ingress is stopped: it answers what it has, and takes nothing new.</summary>
    public Func<Task> StopIngressAsync { get; set; } = () => Task.CompletedTask;

    /// <summary>Ends the node, once however often it is called.</summary>
    /// <param name="stopInstances">Whether instances are stopped, or run on for the next node to adopt.</param>
    public Task RunAsync(bool stopInstances)
    {
        lock (gate)
        {
            return leaving ??= Task.Run(() => LeaveAsync(stopInstances));
        }
    }

    private async Task LeaveAsync(bool stopInstances)
    {
        await StopIngressAsync();
        await cluster.LeaveAsync(stopInstances);
        lifetime.StopApplication();
    }
}
