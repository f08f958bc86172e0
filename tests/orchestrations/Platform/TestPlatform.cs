using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipelines.Activities;
using Pipelines.Activities.Builds;
using Pipelines.Activities.Health;
using Pipelines.Activities.Source;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;
using Pipelines.DurableTask.Embedded;
using Pipelines.Orchestrations.Apps;
using Pipelines.Storage;

namespace Pipelines.Orchestrations.Tests.Platform;

/// <summary>
/// The real orchestrators, activities, stores and engine; only git, the builder and the cluster are played. Every turn is
/// replayed from history (no cached orchestrations), so that an orchestrator that is not deterministic fails its test.
/// </summary>
internal sealed class TestPlatform : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private IHost _host = null!;

    public FakeCluster Cluster { get; } = new();

    public FakeSource Source { get; } = new();

    public FakeBuilder Builder { get; } = new();

    public TimeSpan Probation { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Gets configuration beside the data directory.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>Gets the directory of all data.</summary>
    public string DataDirectory { get; init; } = Directory.CreateTempSubdirectory("pipelines-").FullName;

    public IServiceProvider Services => _host.Services;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public string AppId { get; init; } = Guid.CreateVersion7().ToString();

    public AppStore Apps => _host.Services.GetRequiredService<AppStore>();

    public DeploymentStore Deployments => _host.Services.GetRequiredService<DeploymentStore>();

    public JobInvocationStore Invocations => _host.Services.GetRequiredService<JobInvocationStore>();

    public DurableTaskClient Client => _host.Services.GetRequiredService<DurableTaskClient>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static AppSpec Spec(string? envValue = null, params IReadOnlyList<JobSpec> jobs) => AppSpecNormalizer.Normalize(new AppSpec
    {
        Name = "shop",
        Services = [new ServiceSpec
        {
            Name = "web",
            Git = new GitSource { RepoCloneUrl = "https://git.example/shop.git", Branch = "main" },
            Envs = envValue is null ? [] : [new EnvVar { Key = "GREETING", Value = envValue, Scope = EnvScope.RunTime }],
        }],
        Jobs = jobs,
    });

    public static JobSpec Job(string name, JobKind kind) => new()
    {
        Name = name,
        Kind = kind,
        Git = new GitSource { RepoCloneUrl = "https://git.example/shop.git", Branch = "main" },
    };

    public async Task<TestPlatform> StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(Settings) { ["Pipelines:DataDirectory"] = DataDirectory });
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole());
        builder.Services
            .AddSingleton(Time)
            .AddPipelinesStorage(builder.Configuration)
            .AddActivities(builder.Configuration)
            .AddOrchestrations()
            .Replace(ServiceDescriptor.Singleton<ICluster>(Cluster))
            .Replace(ServiceDescriptor.Singleton<ISourceProvider>(Source))
            .Replace(ServiceDescriptor.Singleton<IBuilder>(Builder))
            .Configure<HealthOptions>(options => options.Probation = Probation)
            .AddEmbeddedDurableTask(engine =>
            {
                engine.DatabasePath = Path.Combine(DataDirectory, "durable.db");
                engine.MaximumCachedOrchestrations = 0;
            });
        _host = builder.Build();
        await _host.StartAsync(Cancellation);
        return this;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Kills nothing but stops the host gracefully and starts it again on the same data.</summary>
    public Task RestartAsync(Action? meanwhile = null) => RestartAfterAsync(() =>
    {
        meanwhile?.Invoke();
        return Task.CompletedTask;
    });

    /// <summary>Stops, lets something else work on the same data, and starts again.</summary>
    public async Task RestartAfterAsync(Func<Task> meanwhile)
    {
        await StopAsync();
        _host.Dispose();
        await meanwhile();
        _ = await StartAsync();
    }

    /// <summary>Stops the host and leaves the data.</summary>
    public Task StopAsync() => _host.StopAsync(Cancellation);

    public async Task<string> CreateAppAsync(AppSpec spec)
    {
        var deploymentId = DeploymentIds.New(DateTimeOffset.UtcNow);
        await Deployments.PutSpecAsync(AppId, deploymentId, spec, Cancellation);
        _ = await Apps.ReserveNameAsync(spec.Name, AppId, Cancellation);
        var state = new AppState
        {
            AppId = AppId,
            Creation = new(AppId, "team", null, deploymentId, DateTimeOffset.UtcNow),
            Pending = new AppMessage(Deploy(deploymentId, newSpec: true)),
        };
        _ = await Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(AppOrchestrator), state, new StartOrchestrationOptions(AppMessage.InstanceId(AppId)), Cancellation);
        return deploymentId;
    }

    public async Task<string> DeployAsync(AppSpec? spec = null, bool forceBuild = false)
    {
        var deploymentId = DeploymentIds.New(DateTimeOffset.UtcNow);
        if (spec is not null)
        {
            await Deployments.PutSpecAsync(AppId, deploymentId, spec, Cancellation);
        }

        await SendAsync(Deploy(deploymentId, spec is not null) with { ForceBuild = forceBuild });
        return deploymentId;
    }

    public Task SendAsync(AppRequest request) =>
        Client.RaiseEventAsync(AppMessage.InstanceId(AppId), AppMessage.EventName, new AppMessage(request), Cancellation);

    public Task<Deployment> EndedAsync(string deploymentId, DeploymentPhase phase) => DeploymentAsync(deploymentId, deployment => deployment.Phase == phase);

    public async Task<Deployment> DeploymentAsync(string deploymentId, Func<Deployment, bool> condition)
    {
        Deployment? deployment = null;
        await UntilAsync(async () => (deployment = await Deployments.GetAsync(AppId, deploymentId, Cancellation)) is not null && condition(deployment), () => $"{deployment}");
        return deployment!;
    }

    public async Task<App?> AppAsync(Func<App?, bool> condition)
    {
        var (met, app) = await Apps.WaitAsync(AppId, condition, Time == TimeProvider.System ? s_patience : s_patience * 60, Cancellation);
        met.ShouldBeTrue($"{app}");
        return app;
    }

    /// <summary>Waits for runs of the app's jobs, newest first.</summary>
    public async Task<IReadOnlyList<JobInvocation>> InvocationsAsync(Func<IReadOnlyList<JobInvocation>, bool> condition)
    {
        IReadOnlyList<JobInvocation> found = [];
        await UntilAsync(async () => condition(found = await Invocations.ListAsync(AppId, Cancellation)), () => $"{string.Join('\n', found)}\n{string.Join(", ", Cluster.Calls)}");
        return found;
    }

    public Task ClusterAsync(Func<FakeCluster, bool> condition) =>
        UntilAsync(() => Task.FromResult(condition(Cluster)), () => string.Join(", ", Cluster.Calls));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        Directory.Delete(DataDirectory, recursive: true);
    }

    private static DeployRequest Deploy(string deploymentId, bool newSpec) => new()
    {
        DeploymentId = deploymentId,
        NewSpec = newSpec,
        Cause = new DeploymentCause(DeploymentCauseType.Manual, "manual"),
        RequestedAt = DateTimeOffset.UtcNow,
    };

    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> state)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        using var limit = new CancellationTokenSource(s_patience);
        while (!await condition())
        {
            limit.IsCancellationRequested.ShouldBeFalse("timed out at: " + state());
            _ = await timer.WaitForNextTickAsync(Cancellation);
        }
    }
}
