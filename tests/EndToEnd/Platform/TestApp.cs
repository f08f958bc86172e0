using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Pipelines.EndToEnd.Kubernetes;
using Pipelines.EndToEnd.Repositories;

namespace Pipelines.EndToEnd.Platform;

/// <summary>An app of a platform under test: its repository, its spec and what became of it. Deleted at the end; then nothing of it may be left.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);
    private static int s_number;
    private readonly PlatformProcess _platform;

    public TestApp(PlatformProcess platform, string sample = "node-hello", SampleRepository? repository = null)
    {
        _platform = platform;
        Name = $"app-{Interlocked.Increment(ref s_number)}";
        Repository = repository ?? SampleRepository.Create(sample);
        Component = new JsonObject
        {
            ["name"] = "web",
            ["git"] = new JsonObject { ["repo_clone_url"] = Repository.Url, ["branch"] = "main" },
        };
        Spec = new JsonObject { ["name"] = Name };
        if (sample == "static-hello")
        {
            Spec["static_sites"] = new JsonArray(Component);
        }
        else
        {
            // A healthy app is given time: on a busy machine its runtime alone may take seconds to start.
            Component["health_check"] = new JsonObject { ["period_seconds"] = 1, ["failure_threshold"] = 15 };
            Component["termination"] = new JsonObject { ["drain_seconds"] = 2, ["grace_period_seconds"] = 3 };
            Spec["services"] = new JsonArray(Component);
        }
    }

    public string Name { get; }

    public string Id { get; private set; } = "";

    public SampleRepository Repository { get; }

    /// <summary>Gets the spec, to be changed before it is sent.</summary>
    public JsonObject Spec { get; }

    /// <summary>Gets the component within the spec.</summary>
    public JsonObject Component { get; }

    /// <summary>Creates the app.</summary>
    /// <returns>The id of its first deployment.</returns>
    public async Task<string> CreateAsync()
    {
        var app = await _platform.Api.CreateAppAsync(Spec);
        Id = (string)app["id"]!;
        return (string?)app["pending_deployment"]?["id"] ?? (string)app["active_deployment"]!["id"]!;
    }

    /// <summary>Takes over the app that somebody else made under this name.</summary>
    public async Task AdoptAsync() => Id = (string)(await _platform.Api.GetAppAsync(Name))["id"]!;

    /// <summary>Says that somebody else has deleted the app.</summary>
    public void Forget() => Id = "";

    /// <summary>Reads the app.</summary>
    public Task<JsonObject> ReadAsync() => _platform.Api.GetAppAsync(Id);

    /// <summary>Creates the app and waits until it serves.</summary>
    /// <returns>The id of its first deployment.</returns>
    public async Task<string> CreateAndWaitAsync()
    {
        var deployment = await CreateAsync();
        await WaitForPhaseAsync(deployment, "ACTIVE");
        return deployment;
    }

    /// <summary>Deploys what the repository holds now.</summary>
    public Task<string> DeployAsync() => _platform.Api.DeployAsync(Id);

    /// <summary>Sends the spec as it is now.</summary>
    /// <returns>The id of the deployment.</returns>
    public async Task<string> UpdateAsync() => (string)(await _platform.Api.UpdateAppAsync(Id, Spec))["pending_deployment"]!["id"]!;

    /// <summary>Waits until a deployment has ended, and looks how.</summary>
    public async Task<JsonObject> WaitForPhaseAsync(string deployment, string phase, TimeSpan? limit = null)
    {
        var began = Stopwatch.GetTimestamp();
        var ended = await Eventually.GetAsync(
            async () => await _platform.Api.GetDeploymentAsync(Id, deployment) is var found && (string)found["phase"]! is "ACTIVE" or "ERROR" or "CANCELED" or "SUPERSEDED" ? found : null,
            $"deployment {deployment} ends as {phase}",
            limit ?? s_limit,
            () => TellAsync(deployment));
        TestContext.Current.TestOutputHelper?.WriteLine($"{Name}: {phase} after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.00} s");
        ((string)ended["phase"]!).ShouldBe(phase, await TellAsync(deployment));
        return ended;
    }

    /// <summary>Waits until the newest deployment was made by an automatic rollback.</summary>
    public Task<JsonObject> WaitForAutoRollbackAsync() => Eventually.GetAsync(
        async () => (await _platform.Api.ListDeploymentsAsync(Id))[0] is var newest && (string)newest["cause_details"]!["type"]! == "AUTO_ROLLBACK" ? newest : null,
        "an automatic rollback is recorded",
        s_limit,
        () => TellAsync(null));

    /// <summary>Waits until one release alone is on the node and nothing is under way.</summary>
    /// <param name="release">The release; null for whichever it is.</param>
    public async Task WaitUntilSettledAsync(string? release = null) => await Eventually.BeAsync(
        async () =>
        {
            var app = await _platform.Api.GetAppAsync(Id);
            var releases = await _platform.Node.ReleasesAsync(Id);
            return app["in_progress_deployment"] is null && app["pending_deployment"] is null && releases.Count == 1
                && (release is null || (string)releases[0]!["releaseId"]! == release);
        },
        $"the app has settled on one release {release}",
        s_limit,
        () => TellAsync(null));

    public Task<string> GetAsync(string path = "/") => _platform.Ingress.GetAsync(Name, path);

    /// <summary>What is known about a deployment, or about all, for the message of a test that fails.</summary>
    public async Task<string> TellAsync(string? deployment)
    {
        var deployments = (await _platform.Api.ListDeploymentsAsync(Id)).Select(each => $"{each["id"]} {each["phase"]} {each["cause"]}");
        var histories = deployment is null ? "" : (await _platform.Api.GetHistoryAsync(Id, deployment)).ToJsonString();
        return $"{Name}\n{string.Join('\n', deployments)}\n{(await _platform.Node.ReleasesAsync(Id)).ToJsonString()}\n{histories}\n{(_platform.Cluster is { } cluster ? await cluster.TellAsync(ClusterView.NamespaceOf(Id)) : "")}\n{await _platform.TellAsync()}";
    }

    /// <summary>Deletes the app and waits until nothing of it is left.</summary>
    public async Task DeleteAsync()
    {
        _ = await _platform.Api.DeleteAppAsync(Id);
        await Eventually.BeAsync(async () => !await _platform.Api.ExistsAsync($"v2/apps/{Id}"), $"{Name} is deleted", s_limit, _platform.TellAsync);
        (await _platform.Node.ReleasesAsync(Id)).Count.ShouldBe(0);
        (await _platform.Node.InstancesAsync(Id)).Count.ShouldBe(0);
        (_platform.Cluster is { } cluster && await cluster.HasNamespaceAsync(ClusterView.NamespaceOf(Id))).ShouldBeFalse();
        using var answer = await _platform.Ingress.SendAsync(Name);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        Id = "";
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (Id.Length > 0)
            {
                await DeleteAsync();
            }
        }
        finally
        {
            Repository.Dispose();
        }
    }
}
