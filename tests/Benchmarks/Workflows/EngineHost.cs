using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipelines.DurableTask.Embedded;

namespace Pipelines.Benchmarks.Workflows;

/// <summary>The embedded engine on a database, with the tasks of these benchmarks.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private readonly IHost _host;

    public EngineHost(string database, Gate gate, int activities)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        _ = builder.Logging.SetMinimumLevel(LogLevel.Error).AddSimpleConsole();
        _ = builder.Services
            .AddSingleton(gate)
            .Configure<DurableTaskWorkerOptions>(options => options.Concurrency.MaximumConcurrentActivityWorkItems = activities)
            .Configure<DurableTaskRegistry>(registry => registry
                .AddOrchestrator<SevenSteps>().AddOrchestrator<GatedSteps>().AddActivity<Increment>().AddActivity<PassGate>())
            .AddEmbeddedDurableTask(options =>
            {
                options.DatabasePath = database;
                options.StopGracePeriod = TimeSpan.FromSeconds(1);
            });
        _host = builder.Build();
    }

    public DurableTaskClient Client => _host.Services.GetRequiredService<DurableTaskClient>();

    public Task StartAsync(CancellationToken cancellation) => _host.StartAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
