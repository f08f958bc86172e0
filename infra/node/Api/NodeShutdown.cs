namespace Pipelines.Node.Api;

/// <summary>Ends the node on request.</summary>
internal sealed class NodeShutdown(IHostApplicationLifetime lifetime)
{
    /// <summary>Gets a value indicating whether instances are stopped before the node ends.</summary>
    public bool StopInstances { get; private set; }

    public void Begin(bool stopInstances)
    {
        StopInstances = stopInstances;
        lifetime.StopApplication();
    }
}
