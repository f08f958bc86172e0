using System.Diagnostics;
using System.Text.Json;
using Pipelines.AppSpecs;
using Pipelines.Benchmarks.Deployments;
using Pipelines.Benchmarks.Measurements;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;
using Pipelines.Storage.State;

namespace Pipelines.Benchmarks.Apps;

/// <summary>What it takes to find things among 1,000 apps with 100 deployments each: in the stores, and over HTTP from a control plane that was started on them.</summary>
internal sealed class ManyAppsBenchmark : IBenchmark
{
    private const int Apps = 1000;
    private const int DeploymentsPerApp = 100;
    private const int Teams = 10;
    private const int Looks = 200;
    private const int ParallelWrites = 500;

    // The platform's own team, which the first token is of.
    private const string OwnTeam = "0c1e7a3e-5d1f-4b6e-9a55-70a1f0c0de01";
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Name => "many-apps";

    public string Description => $"list, get and match among {Apps} apps of {Teams} teams with {Apps * DeploymentsPerApp} deployments, ms";

    public async Task RunAsync(BenchmarkSettings settings, TextWriter output, CancellationToken cancellation)
    {
        List<App> apps = [];
        var (platform, took) = await PlatformProcess.StartAsync(settings, cancellation, async data =>
        {
            var file = Path.Combine(data, "state.db");
            using var state = new SqliteStateStore(file);
            var began = Stopwatch.GetTimestamp();
            apps = await FillAsync(state, cancellation);
            await output.WriteLineAsync($"  filled in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s; state.db has {new FileInfo(file).Length / 1024 / 1024} MiB");
            await MeasureStoresAsync(state, apps, output, cancellation);
        });
        await using (platform)
        {
            await output.WriteLineAsync($"  control plane ready on it in {took.TotalSeconds:0.00} s");
            await MeasureHttpAsync(platform.Api, [.. apps.Where(app => app.OwnerId == OwnTeam)], output, cancellation);
        }
    }

    private static async Task<List<App>> FillAsync(IStateStore state, CancellationToken cancellation)
    {
        var (store, deployments) = (new AppStore(state, TimeProvider.System), new DeploymentStore(state));
        var apps = Enumerable.Range(0, Apps).Select(NewApp).ToList();
        await InParallelAsync(apps, app => store.CreateAsync(app, cancellation));
        await InParallelAsync(apps, app => store.ReserveNameAsync(app.Spec.Name, app.Id, cancellation));
        await InParallelAsync(apps.SelectMany(DeploymentsOf), deployment => deployments.CreateAsync(deployment, cancellation));
        return apps;
    }

    // Writes that are under way together share commits.
    private static async Task InParallelAsync<T>(IEnumerable<T> items, Func<T, Task> write)
    {
        foreach (var some in items.Chunk(ParallelWrites))
        {
            await Task.WhenAll(some.Select(write));
        }
    }

    private static App NewApp(int number) => new()
    {
        Id = DeploymentIds.New(Start.AddMinutes(number)),
        OwnerId = number % Teams == 0 ? OwnTeam : new Guid(number % Teams, 0, 0, new byte[8]).ToString(),
        Spec = Spec(number),
        CreatedAt = Start.AddMinutes(number),
        UpdatedAt = Start.AddMinutes(number),
    };

    private static AppSpec Spec(int number) => new()
    {
        Name = $"app-{number}",
        Services =
        [
            new ServiceSpec
            {
                Name = "web",
                GitHub = new GitHubSource { Repo = $"owner/repository-{number}", Branch = "main", DeployOnPush = true },
                Envs = [.. Enumerable.Range(0, 20).Select(i => new EnvVar { Key = $"SETTING_{i}", Value = new string('x', 40) })],
            },
            new ServiceSpec { Name = "api", GitHub = new GitHubSource { Repo = $"owner/repository-{number}", Branch = "main", DeployOnPush = true }, SourceDir = "api" },
        ],
    };

    private static IEnumerable<Deployment> DeploymentsOf(App app) => Enumerable.Range(0, DeploymentsPerApp).Select(number => new Deployment
    {
        Id = DeploymentIds.New(app.CreatedAt.AddHours(number)),
        AppId = app.Id,
        Spec = app.Spec,
        Cause = new DeploymentCause(DeploymentCauseType.DeployOnPush, "commit 0123456 pushed to github/owner/repository"),
        Phase = DeploymentPhase.Superseded,
        CreatedAt = app.CreatedAt.AddHours(number),
        Steps = DeploymentProgress.Initial(app.Spec),
    });

    private static async Task MeasureStoresAsync(IStateStore state, List<App> apps, TextWriter output, CancellationToken cancellation)
    {
        var (store, deployments) = (new AppStore(state, TimeProvider.System), new DeploymentStore(state));
        var known = new List<Deployment>();
        foreach (var app in apps.Take(Looks))
        {
            known.AddRange(await deployments.ListAsync(app.Id, DeploymentsPerApp / 2, 1, cancellation));
        }

        var table = Heading("stores");
        table.Add("index of all apps made", await MeasureAsync(1, _ => store.ListByOwnerAsync(OwnTeam, 0, 1, cancellation)));
        table.Add("page of a team's apps (20 of 100)", await MeasureAsync(Looks, _ => store.ListByOwnerAsync(OwnTeam, 40, 20, cancellation)));
        table.Add("app", await MeasureAsync(Looks, i => store.GetAsync(apps[i * 7 % Apps].Id, cancellation)));
        table.Add("apps of a push", await MeasureAsync(Looks, i => store.FindByRepositoryAsync(Push(i * 7 % Apps), cancellation)));
        table.Add("apps of a push that concerns none", await MeasureAsync(Looks, i => store.FindByRepositoryAsync(Push(Apps + i), cancellation)));
        table.Add("as before the index: all apps read", await MeasureAsync(5, _ => store.ListAsync(cancellation: cancellation)));
        table.Add("deployment", await MeasureAsync(Looks, i => deployments.GetAsync(known[i].AppId, known[i].Id, cancellation)));
        table.Add("last page of an app's deployments", await MeasureAsync(Looks, i => deployments.ListAsync(apps[i * 7 % Apps].Id, 80, 20, cancellation)));
        table.Add("number of an app's deployments", await MeasureAsync(Looks, i => deployments.CountAsync(apps[i * 7 % Apps].Id, cancellation)));
        table.Write(output);
    }

    private static async Task MeasureHttpAsync(HttpClient api, List<App> apps, TextWriter output, CancellationToken cancellation)
    {
        var table = Heading("HTTP");
        table.Add("list apps, 20", await MeasureAsync(Looks, _ => ReadAsync("v2/apps?page=2")));
        table.Add("list apps, 200", await MeasureAsync(Looks / 4, _ => ReadAsync("v2/apps?per_page=200")));
        table.Add("get app", await MeasureAsync(Looks, i => ReadAsync($"v2/apps/{apps[i % apps.Count].Id}")));
        table.Add("get app by name", await MeasureAsync(Looks, i => ReadAsync($"v2/apps/{apps[i % apps.Count].Spec.Name}")));
        table.Add("list deployments, 20", await MeasureAsync(Looks, i => ReadAsync($"v2/apps/{apps[i % apps.Count].Id}/deployments")));
        table.Add("panel: page", await MeasureAsync(Looks, _ => LoadAsync("panel/")));
        table.Add("panel: who is it, first list", await MeasureAsync(Looks, async _ =>
        {
            await ReadAsync("platform/session");
            await ReadAsync("v2/apps?page=1&per_page=50");
        }));
        table.Add("panel: an app with its health", await MeasureAsync(Looks, async i =>
        {
            var id = apps[i % apps.Count].Id;
            await Task.WhenAll(ReadAsync($"v2/apps/{id}"), ReadAsync($"v2/apps/{id}/health"), ReadAsync($"v2/apps/{id}/deployments?per_page=1"));
        }));
        table.Add("panel: events begin", await MeasureAsync(Looks / 4, _ => ListenAsync()));
        table.Write(output);

        async Task LoadAsync(string path)
        {
            using var answer = await api.GetAsync(new Uri(path, UriKind.Relative), cancellation);
            _ = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellation);
        }

        async Task ListenAsync()
        {
            using var answer = await api.GetAsync(new Uri("platform/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellation);
            await using var events = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancellation);
            _ = await events.ReadAtLeastAsync(new byte[1], 1, cancellationToken: cancellation);
        }

        async Task ReadAsync(string path)
        {
            using var answer = await api.GetAsync(new Uri(path, UriKind.Relative), cancellation);
            _ = answer.EnsureSuccessStatusCode();
            using var document = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellation), cancellationToken: cancellation);
        }
    }

    private static PushDelivery Push(int number) => new()
    {
        Provider = "github",
        Repository = $"owner/repository-{number}",
        CloneUrls = [$"https://github.com/owner/repository-{number}.git"],
        Branch = "main",
        Commit = new string('a', 40),
        ReceivedAt = Start,
    };

    private static Table Heading(string subject) => new(subject, "first", "min", "median", "max");

    private static async Task<Samples> MeasureAsync(int times, Func<int, Task> action)
    {
        var samples = new Samples();
        for (var i = 0; i < times; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await action(i);
            samples.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return samples;
    }
}
