using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipelines.Activities.Builds;
using Pipelines.Activities.Health;
using Pipelines.Activities.Source;
using Pipelines.Clusters;
using Pipelines.Orchestrations.Tests.Platform;

namespace Pipelines.Functions.Tests.Platform;

/// <summary>The whole control plane on a free port: real host, stores, engine, workflows. Only git, the builder and the cluster are played.</summary>
internal sealed class TestApi : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly string _root = Directory.CreateTempSubdirectory("pipelines-api-").FullName;
    private IHost _host = null!;

    public FakeCluster Cluster { get; } = new();

    public FakeSource Source { get; } = new();

    public FakeBuilder Builder { get; } = new();

    public LogRecorder Logs { get; } = new();

    public TimeSpan Probation { get; set; } = TimeSpan.FromMilliseconds(20);

    // Tests ask far more often than people do.
    public Dictionary<string, string> Settings { get; } = new() { ["Pipelines:Api:RequestsPerHour"] = "10000000", ["Pipelines:Api:RequestsPerMinute"] = "10000000" };

    public HttpClient Client { get; private set; } = null!;

    public string DataDirectory => Path.Combine(_root, "data");

    public string Token => File.ReadAllText(Path.Combine(DataDirectory, "token")).Trim();

    public IServiceProvider Services => _host.Services;

    public IHost Host => _host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static object Spec(string name = "shop", string? secret = null, string? greeting = null) => new
    {
        name,
        services = new[] { Service("web", secret, greeting) },
    };

    public static object Service(string name, string? secret = null, string? greeting = null) => new
    {
        name,
        git = new { repo_clone_url = "https://git.example/shop.git", branch = "main" },
        envs = ((object?[])
        [
            secret is null ? null : new { key = "PASSWORD", value = secret, scope = "RUN_TIME", type = "SECRET" },
            greeting is null ? null : new { key = "GREETING", value = greeting, scope = "RUN_TIME" },
        ]).OfType<object>(),
    };

    public async Task<TestApi> StartAsync()
    {
        string[] args = ["--contentRoot", _root, "--urls", "http://127.0.0.1:0", $"--Pipelines:DataDirectory={DataDirectory}", "--Pipelines:Functions:Assemblies=Pipelines.Functions"];
        var builder = PlatformHost.CreateBuilder([.. args, .. Settings.Select(setting => $"--{setting.Key}={setting.Value}")]);
        builder.Logging.ClearProviders().AddProvider(Logs).SetMinimumLevel(LogLevel.Trace);
        builder.Services
            .Replace(ServiceDescriptor.Singleton<ICluster>(Cluster))
            .Replace(ServiceDescriptor.Singleton<ISourceProvider>(Source))
            .Replace(ServiceDescriptor.Singleton<IBuilder>(Builder))
            .Configure<HealthOptions>(options => options.Probation = Probation);
        _host = builder.Build();
        await _host.StartAsync(Cancellation);
        var address = _host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Client = new HttpClient { BaseAddress = new Uri(address) };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return this;
    }

    public Task<JsonElement> GetAsync(string path, HttpStatusCode status = HttpStatusCode.OK) => SendAsync(HttpMethod.Get, path, null, status);

    public Task<JsonElement> PostAsync(string path, object? body = null, HttpStatusCode status = HttpStatusCode.OK) => SendAsync(HttpMethod.Post, path, body ?? new { }, status);

    public Task<JsonElement> PutAsync(string path, object body, HttpStatusCode status = HttpStatusCode.OK) => SendAsync(HttpMethod.Put, path, body, status);

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await Client.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        response.StatusCode.ShouldBe(status, $"{method} {path}: {text}\n{Logs.Failures}");
        if (text.Length == 0)
        {
            return default;
        }

        var answer = JsonDocument.Parse(text).RootElement;
        WireCheck.Find(method, path, (int)status, answer).ShouldBeEmpty($"{method} {path} is not answered as clients expect");
        return answer;
    }

    /// <summary>Creates an app and returns its id and that of its first deployment.</summary>
    public async Task<(string App, string Deployment)> CreateAsync(object? spec = null)
    {
        var app = (await PostAsync("v2/apps", new { spec = spec ?? Spec() })).GetProperty("app");
        return (app.GetProperty("id").GetString()!, app.GetProperty("pending_deployment").GetProperty("id").GetString()!);
    }

    /// <summary>Creates an app and waits until it is active.</summary>
    public async Task<(string App, string Deployment)> CreateActiveAsync(object? spec = null)
    {
        var (app, deployment) = await CreateAsync(spec);
        _ = await ActiveAsync(app, deployment);
        return (app, deployment);
    }

    /// <summary>Waits until an app's active deployment is the one given and nothing is under way.</summary>
    public Task<JsonElement> ActiveAsync(string app, string deployment) => AppAsync(app, shown =>
        Id(shown, "active_deployment") == deployment && Id(shown, "in_progress_deployment") is null && Id(shown, "pending_deployment") is null);

    public async Task<JsonElement> AppAsync(string app, Func<JsonElement, bool> condition)
    {
        JsonElement shown = default;
        await UntilAsync(async () => condition(shown = (await GetAsync($"v2/apps/{app}")).GetProperty("app")), () => shown.ToString());
        return shown;
    }

    public async Task<JsonElement> DeploymentAsync(string app, string deployment, string phase)
    {
        JsonElement shown = default;
        await UntilAsync(
            async () => (shown = (await GetAsync($"v2/apps/{app}/deployments/{deployment}")).GetProperty("deployment")).GetProperty("phase").GetString() == phase,
            () => shown.ToString());
        return shown;
    }

    public static string? Id(JsonElement app, string member) => app.TryGetProperty(member, out var deployment) ? deployment.GetProperty("id").GetString() : null;

    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> state)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        using var limit = new CancellationTokenSource(s_patience);
        while (!await condition())
        {
            limit.IsCancellationRequested.ShouldBeFalse("timed out at: " + state());
            _ = await timer.WaitForNextTickAsync(Cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await _host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_host).DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }
}
