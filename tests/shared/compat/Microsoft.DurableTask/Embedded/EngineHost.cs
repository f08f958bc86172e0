using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Pipelines.DurableTask.Embedded;

/// <summary>A host with the embedded engine on a real database file.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private readonly IHost _host;

    private EngineHost(IHost host) => _host = host;

    public DurableTaskClient Client => _host.Services.GetRequiredService<DurableTaskClient>();

    public IOrchestrationHistory History => _host.Services.GetRequiredService<IOrchestrationHistory>();

    public EmbeddedEngine Engine => _host.Services.GetRequiredService<EmbeddedEngine>();

    public static async Task<EngineHost> StartAsync(
        string database,
        Action<DurableTaskRegistry> tasks,
        TimeProvider? time = null,
        Action<EmbeddedDurableTaskOptions>? options = null,
        Action<IServiceCollection>? services = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging();
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        services?.Invoke(builder.Services);
        builder.Services.Configure(tasks);
        builder.Services.AddEmbeddedDurableTask(engine =>
        {
            engine.DatabasePath = database;
            options?.Invoke(engine);
        });
        var host = builder.Build();
        await host.StartAsync(CancellationToken.None);
        return new EngineHost(host);
    }

    public async Task<OrchestrationMetadata> RunAsync(string orchestrator, object? input = null, StartOrchestrationOptions? options = null)
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, options);
        return await CompletionAsync(id);
    }

    public async Task<OrchestrationMetadata> CompletionAsync(string id)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, timeout.Token);
    }

    /// <summary>Waits until the instance's custom status is a text: the phase barrier of these tests.</summary>
    public async Task StatusAsync(string id, string status)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var change = Engine.Waiters.NextChange(id);
            var instance = await Client.GetInstanceAsync(id, getInputsAndOutputs: true);
            if (instance?.SerializedCustomStatus == $"\"{status}\"")
            {
                return;
            }

            instance?.IsCompleted.ShouldBeFalse($"{instance} {instance.FailureDetails}");

            await change.WaitAsync(timeout.Token);
        }
    }

    /// <summary>Waits until the instance has a status.</summary>
    public async Task StatusAsync(string id, OrchestrationRuntimeStatus status)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var change = Engine.Waiters.NextChange(id);
            if ((await Client.GetInstanceAsync(id))?.RuntimeStatus == status)
            {
                return;
            }

            await change.WaitAsync(timeout.Token);
        }
    }

    public Task StopAsync() => _host.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
