using Microsoft.Extensions.Logging.Abstractions;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Functions.Panel.Events;
using Pipelines.Functions.Tests.Platform;
using Pipelines.Storage.State;

namespace Pipelines.Functions.Tests.Panel.Events;

public sealed class AppWatcherTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private readonly string _directory = Directory.CreateTempSubdirectory("pipelines-watcher-").FullName;
    private readonly SqliteStateStore _sqlite;
    private readonly FailingReads _state;
    private readonly AppStore _apps;
    private readonly DeploymentStore _deployments;
    private readonly ChangeLog _log = new();
    private readonly AppWatcher _watcher;

    public AppWatcherTests()
    {
        _sqlite = new SqliteStateStore(Path.Combine(_directory, "state.db"));
        _state = new FailingReads(_sqlite);
        _apps = new AppStore(_state, TimeProvider.System);
        _deployments = new DeploymentStore(_state);
        _watcher = new AppWatcher(_apps, _deployments, _log, TimeProvider.System, NullLogger<AppWatcher>.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _watcher.StopAsync(CancellationToken.None);
        _watcher.Dispose();
        _sqlite.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_change_is_told_though_the_store_fails_after_it_was_seen()
    {
        // Looked at in the order of their ids.
        var (healthy, broken) = (await DeployAsync(1), await DeployAsync(2));
        await WatchAsync();
        await ToldAsync(healthy);
        await ToldAsync(broken);

        _state.IsBroken = document => document.StartsWith($"deployments/{broken.App}/", StringComparison.Ordinal);
        await FailAgainAsync();
        await RecordAsync(healthy);
        await FailAgainAsync();
        await FailAgainAsync();
        _state.IsBroken = null;
        await ToldAsync(healthy, times: 2);
        await RecordAsync(broken);
        await ToldAsync(broken, times: 2);
    }

    [Fact]
    public async Task A_deployment_that_is_there_later_than_its_app_is_told_of()
    {
        await WatchAsync();
        var late = await DeployAsync(1, isLate: true);
        await TestApi.UntilAsync(() => Task.FromResult(Told().Any(change => change.Kind == AppChangeKind.App)), Describe);
        var before = _state.Reads;
        await TestApi.UntilAsync(() => Task.FromResult(_state.Reads > before + 2), Describe);
        await CreateAsync(late);
        await ToldAsync(late);
    }

    private async Task WatchAsync()
    {
        await _watcher.StartAsync(Cancellation);
        _watcher.TryEnter(1).ShouldBeTrue();
        await _watcher.Begun.WaitAsync(Cancellation);
    }

    private async Task<(string App, string Deployment)> DeployAsync(int number, bool isLate = false)
    {
        var id = (App: Guid.CreateVersion7(s_now.AddSeconds(number)).ToString(), Deployment: DeploymentIds.New(s_now.AddSeconds(number)));
        if (!isLate)
        {
            await CreateAsync(id);
        }

        await _apps.CreateAsync(new App { Id = id.App, OwnerId = "team", Spec = new AppSpec { Name = "shop" }, CreatedAt = s_now, InProgressDeploymentId = id.Deployment }, Cancellation);
        return id;
    }

    private Task CreateAsync((string App, string Deployment) id) => _deployments.CreateAsync(
        new Deployment { Id = id.Deployment, AppId = id.App, Spec = new AppSpec { Name = "shop" }, Cause = new DeploymentCause(DeploymentCauseType.Manual, "manual"), CreatedAt = s_now },
        Cancellation);

    private Task RecordAsync((string App, string Deployment) id) => _deployments.RecordAsync(
        new DeploymentUpdate { AppId = id.App, DeploymentId = id.Deployment, Sequence = 1, At = s_now, Phase = DeploymentPhase.Building, Steps = [] }, Cancellation);

    private async Task FailAgainAsync()
    {
        var before = _state.Failures;
        await TestApi.UntilAsync(() => Task.FromResult(_state.Failures > before), Describe);
    }

    private Task ToldAsync((string App, string Deployment) id, int times = 1) =>
        TestApi.UntilAsync(() => Task.FromResult(Told().Count(change => change.DeploymentId == id.Deployment) >= times), Describe);

    private IReadOnlyList<Functions.Panel.Events.AppChange> Told() => _log.Read(0)!;

    private string Describe() => string.Join(", ", Told());
}
