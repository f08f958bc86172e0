using System.Text.Json.Nodes;
using Pipelines.EndToEnd.Conformance.Clients;
using Pipelines.EndToEnd.Platform;
using Pipelines.EndToEnd.Repositories;

namespace Pipelines.EndToEnd.Conformance;

/// <summary>An app that the commands of the tests are tried on, made by the first of them with <c>doctl apps create --wait</c>.</summary>
public sealed class ConformanceApp(SharedPlatform shared) : IAsyncDisposable
{
    private Task<TestApp>? _app;

    /// <summary>Gets what <c>--wait</c> ended with.</summary>
    internal string FirstDeployment { get; private set; } = "";

    public async ValueTask DisposeAsync()
    {
        if (_app is { IsCompletedSuccessfully: true })
        {
            await (await _app).DisposeAsync();
        }
    }

    internal Task<PlatformProcess> PlatformAsync() => shared.GetAsync();

    internal Task<TestApp> GetAsync() => _app ??= CreateAsync();

    // It says what it is asked for: so can be seen that a log is followed.
    private async Task<TestApp> CreateAsync()
    {
        var platform = await shared.GetAsync();
        var repository = SampleRepository.Create("node-hello")
            .Replace("server.js", "const { pathname } = ", "console.log('asked for ' + request.url); const { pathname } = ");
        var app = new TestApp(platform, repository: repository);
        app.Component["alerts"] = new JsonArray(new JsonObject
        {
            ["rule"] = "CPU_UTILIZATION",
            ["operator"] = "GREATER_THAN",
            ["value"] = 99.5,
            ["window"] = "FIVE_MINUTES",
        });
        app.Spec["domains"] = new JsonArray(new JsonObject { ["domain"] = "www.conformance.example", ["type"] = "PRIMARY" });
        var time = new HurriedTime(ConformanceTest.Hurry);
        using var client = new GodoClient(platform.Api.Address, platform.Token, time, new RequestRecord());
        var created = await new Doctl(client, time).CreateAsync(app.Spec, wait: true);
        await app.AdoptAsync();
        FirstDeployment = (string)created["active_deployment"]!["id"]!;
        return app;
    }
}
