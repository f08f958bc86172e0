using System.Net.Http.Json;
using System.Text.Json;
using Pipelines.Benchmarks.Deployments;
using Pipelines.Benchmarks.Measurements;

namespace Pipelines.Benchmarks.Logs;

/// <summary>An app of several components, each with an instance, that write numbered lines to their logs as they are asked to.</summary>
internal sealed class SoakApp : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private readonly PlatformProcess _platform;
    private readonly HttpClient _visitor;
    private readonly string _id;

    private SoakApp(PlatformProcess platform, string id)
    {
        (_platform, _id) = (platform, id);
        _visitor = platform.Visit("soak");
        _visitor.Timeout = Limit;
    }

    public static IReadOnlyList<string> Components { get; } = ["alpha", "beta", "gamma", "delta"];

    public static async Task<SoakApp> CreateAsync(PlatformProcess platform, CancellationToken cancellation)
    {
        var repository = await SampleRepository.CreateAsync(SoakServer.Files, Path.Combine(platform.Sources, "soak"), cancellation);
        var spec = new
        {
            name = "soak",
            services = Components.Select(name => new { name, git = new { repo_clone_url = repository.Address, branch = "main" } }),
            ingress = new { rules = Components.Select(name => new { match = new { path = new { prefix = "/" + name } }, component = new { name } }) },
        };
        using var answer = await platform.Api.PostAsJsonAsync(new Uri("v2/apps", UriKind.Relative), new { spec }, cancellation);
        var created = answer.IsSuccessStatusCode
            ? (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("app")
            : throw new InvalidOperationException($"the app that writes is refused: {await answer.Content.ReadAsStringAsync(cancellation)}");
        var app = new SoakApp(platform, created.GetProperty("id").GetString()!);
        await Poll.UntilAsync(app.IsActiveAsync, Limit, cancellation);
        return app;
    }

    /// <summary>Lets all instances write the lines of some numbers, and waits until they have.</summary>
    public Task WriteAsync(int first, int last, CancellationToken cancellation) => Task.WhenAll(Components.Select(async component =>
    {
        using var answer = await _visitor.GetAsync(new Uri($"/{component}/talk?from={first}&to={last}", UriKind.Relative), cancellation);
        _ = answer.EnsureSuccessStatusCode();
    }));

    /// <summary>Asks where the log of a component, or of all, is to be followed.</summary>
    /// <param name="component">The component; null for all.</param>
    /// <param name="tail">How many of the lines there are; -1 for all.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<Uri> AddressAsync(string? component, int tail, CancellationToken cancellation)
    {
        var path = component is null ? $"v2/apps/{_id}/logs" : $"v2/apps/{_id}/components/{component}/logs";
        var addresses = await _platform.Api.GetFromJsonAsync<JsonElement>(new Uri($"{path}?type=RUN&follow=true&tail_lines={tail}", UriKind.Relative), cancellation);
        return new Uri(addresses.GetProperty("live_url").GetString()!);
    }

    public void Dispose() => _visitor.Dispose();

    private async Task<bool> IsActiveAsync(CancellationToken cancellation)
    {
        var newest = (await _platform.Api.GetFromJsonAsync<JsonElement>(new Uri($"v2/apps/{_id}/deployments?per_page=1", UriKind.Relative), cancellation)).GetProperty("deployments")[0];
        return newest.GetProperty("phase").GetString() switch
        {
            "ACTIVE" => true,
            "ERROR" or "CANCELED" => throw new InvalidOperationException($"the app that writes could not be deployed: {newest.GetProperty("progress")}"),
            _ => false,
        };
    }
}
