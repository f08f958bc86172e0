using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pipelines.Benchmarks.Measurements;

namespace Pipelines.Benchmarks.Deployments;

/// <summary>An app that is deployed over the API; what it answers names the commit and the configuration it runs with.</summary>
/// <param name="platform">Where it runs.</param>
/// <param name="name">Its name.</param>
/// <param name="repository">The address of its repository.</param>
/// <param name="buildCommand">What its build runs; null for what is detected.</param>
internal sealed class BenchmarkedApp(PlatformProcess platform, string name, string repository, string? buildCommand = null) : IDisposable
{
    // The samples show the first twelve characters of it.
    private const int ShownCharacters = 12;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private readonly HttpClient _visitor = platform.Visit(name);
    private string _id = "";

    /// <summary>Asks where the build of a deployment is to be followed.</summary>
    public async Task<Uri> BuildLogAsync(string deploymentId, CancellationToken cancellation) =>
        new((await GetAsync($"v2/apps/{_id}/deployments/{deploymentId}/logs?type=BUILD&follow=true", cancellation)).GetProperty("live_url").GetString()!);

    /// <summary>Creates the app; returns the id of its deployment.</summary>
    public async Task<string> CreateAsync(string configuration, CancellationToken cancellation)
    {
        var app = await SendAsync(HttpMethod.Post, "v2/apps", new { spec = Spec(configuration) }, cancellation);
        _id = app.GetProperty("id").GetString()!;
        return DeploymentOf(app);
    }

    /// <summary>Updates the app's spec, and its source where it is asked to; returns the id of its deployment.</summary>
    public async Task<string> UpdateAsync(string configuration, bool updateSources, CancellationToken cancellation) =>
        DeploymentOf(await SendAsync(HttpMethod.Put, $"v2/apps/{_id}", new { spec = Spec(configuration), update_all_source_versions = updateSources }, cancellation));

    /// <summary>Visits the app until it answers 200 and says that it runs a configuration and a commit.</summary>
    public Task AwaitAnswerAsync(string configuration, string commit, CancellationToken cancellation)
    {
        var revision = $"{configuration}-{commit}"[..ShownCharacters];
        return Poll.UntilAsync(token => AnswersAsync(revision, token), Limit, cancellation);
    }

    /// <summary>Waits for a deployment's end, and returns it.</summary>
    /// <exception cref="InvalidOperationException">It did not become active.</exception>
    public async Task<JsonElement> AwaitActiveAsync(string deploymentId, CancellationToken cancellation)
    {
        JsonElement deployment = default;
        await Poll.UntilAsync(
            async token =>
            {
                deployment = (await GetAsync($"v2/apps/{_id}/deployments/{deploymentId}", token)).GetProperty("deployment");
                return deployment.GetProperty("phase").GetString() is "ACTIVE" or "ERROR" or "CANCELED" or "SUPERSEDED";
            },
            Limit,
            cancellation);
        return deployment.GetProperty("phase").GetString() == "ACTIVE"
            ? deployment
            : throw new InvalidOperationException($"the deployment ended as {deployment.GetProperty("phase")}: {deployment.GetProperty("progress")}");
    }

    public void Dispose() => _visitor.Dispose();

    private static string DeploymentOf(JsonElement app) =>
        (app.TryGetProperty("pending_deployment", out var pending) && pending.ValueKind == JsonValueKind.Object ? pending : app.GetProperty("in_progress_deployment")).GetProperty("id").GetString()!;

    private object Spec(string configuration) => new
    {
        name,
        services = new[]
        {
            new
            {
                name = "web",
                git = new { repo_clone_url = repository, branch = "main" },
                build_command = buildCommand,
                envs = new[] { new { key = "REVISION", value = configuration + "-${web.COMMIT_HASH}", scope = "RUN_TIME" } },
            },
        },
    };

    private async Task<bool> AnswersAsync(string revision, CancellationToken cancellation)
    {
        using var response = await _visitor.GetAsync(new Uri("/api", UriKind.Relative), cancellation);
        return response.StatusCode == HttpStatusCode.OK
            && (await response.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("revision").GetString() == revision;
    }

    private async Task<JsonElement> GetAsync(string path, CancellationToken cancellation) =>
        await platform.Api.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), cancellation);

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using var response = await platform.Api.SendAsync(request, cancellation);
        return response.IsSuccessStatusCode
            ? (await response.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("app")
            : throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellation)}");
    }
}
