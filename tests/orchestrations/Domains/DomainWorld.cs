using Microsoft.Extensions.DependencyInjection;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Deployments.Domains;
using Pipelines.Deployments.Events;
using Pipelines.EndToEnd.Platform;
using Pipelines.Orchestrations.Tests.Platform;

namespace Pipelines.Orchestrations.Tests.Domains;

/// <summary>A platform, a real certificate authority, and what answers its challenges.</summary>
internal sealed class DomainWorld : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private ChallengeServer? _challenges;

    private DomainWorld(Pebble pebble, int httpPort)
    {
        Pebble = pebble;
        HttpPort = httpPort;
    }

    public Pebble Pebble { get; }

    /// <summary>Gets the clock, which a test may put forward.</summary>
    public ShiftedTime Time { get; } = new();

    public TestPlatform Platform => field ??= new TestPlatform { Time = Time };

    private int HttpPort { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<DomainWorld> StartAsync(Action<Dictionary<string, string?>>? configure = null, bool answers = true)
    {
        var port = FreePorts.Find();
        var world = new DomainWorld(await Pebble.StartAsync(port), port);
        foreach (var (key, value) in world.Pebble.Settings)
        {
            world.Platform.Settings[key] = value;
        }

        configure?.Invoke(world.Platform.Settings);
        if (answers)
        {
            world.AnswerChallenges();
        }

        _ = await world.Platform.StartAsync();
        return world;
    }

    public static AppSpec Spec(params IReadOnlyList<DomainSpec> domains) => AppSpecNormalizer.Normalize(TestPlatform.Spec() with { Domains = domains });

    public void AnswerChallenges() => _challenges = new ChallengeServer(Platform.Cluster, HttpPort);

    public async Task CreateAsync(params IReadOnlyList<DomainSpec> domains)
    {
        var deployment = await Platform.CreateAppAsync(Spec(domains));
        _ = await Platform.EndedAsync(deployment, DeploymentPhase.Active);
    }

    /// <summary>Waits until the only domain is as asked for.</summary>
    public async Task<Domain> DomainAsync(Func<Domain, bool> condition)
    {
        Domain? found = null;
        await UntilAsync(
            async () => (found = (await ListAsync()).SingleOrDefault()) is not null && condition(found),
            () => $"{found} {string.Join(", ", found?.Steps ?? [])} {string.Join(", ", found?.Validations ?? [])}");
        return found!;
    }

    public Task<IReadOnlyList<Domain>> ListAsync() => Platform.Services.GetRequiredService<DomainStore>().ListAsync(Platform.AppId, Cancellation);

    public Task<IReadOnlyList<AppEvent>> EventsAsync() => Platform.Services.GetRequiredService<AppEventStore>().ListAsync(Platform.AppId, cancellation: Cancellation);

    public Task LookAsync(Domain domain) =>
        Platform.Client.RaiseEventAsync(DomainSignal.InstanceId(domain.Id), DomainSignal.EventName, new DomainSignal(IsRemoved: false), Cancellation);

    public async Task UntilAsync(Func<Task<bool>> condition, Func<string> tell)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var limit = new CancellationTokenSource(s_patience);
        while (!await condition())
        {
            limit.IsCancellationRequested.ShouldBeFalse($"timed out at: {tell()}\n{await TellWorkflowAsync()}\n{Pebble.Tell()}");
            _ = await timer.WaitForNextTickAsync(Cancellation);
        }
    }

    private async Task<string> TellWorkflowAsync()
    {
        var told = new List<string>();
        foreach (var domain in await ListAsync())
        {
            var instance = await Platform.Client.GetInstanceAsync(DomainSignal.InstanceId(domain.Id), getInputsAndOutputs: true, Cancellation);
            told.Add($"{instance?.RuntimeStatus} {instance?.FailureDetails}");
        }

        return string.Join('\n', told);
    }

    public async ValueTask DisposeAsync()
    {
        await Platform.DisposeAsync();
        _challenges?.Dispose();
        await Pebble.DisposeAsync();
    }
}
