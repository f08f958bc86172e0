using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Hosting;
using Microsoft.Extensions.Options;

namespace Pipelines.DurableTask.Embedded;

/// <summary>Runs the engine as long as the host runs. If the engine fails, so does this service, and the host stops.</summary>
internal sealed class EmbeddedDurableTaskWorker(
    string name, IDurableTaskFactory factory, EmbeddedEngine engine, IOptionsMonitor<DurableTaskWorkerOptions> options)
    : DurableTaskWorker(name, factory)
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        engine.Start((DurableTaskFactory)Factory, options.Get(Name));
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await engine.StopAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await engine.Fault.WaitAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
