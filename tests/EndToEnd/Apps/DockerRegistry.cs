using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Apps;

/// <summary>A real docker-registry on a directory of its own.</summary>
internal sealed class DockerRegistry : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private readonly string _directory = Directory.CreateTempSubdirectory("plg-").FullName;
    private readonly HttpClient _http = new();
    private readonly Process _process;

    private DockerRegistry(string program)
    {
        var configuration = Path.Combine(_directory, "config.yml");
        File.WriteAllText(configuration, $$"""
            version: 0.1
            log: { level: error }
            storage: { filesystem: { rootdirectory: {{_directory}}/data } }
            http: { addr: {{Host}} }
            """);
        _process = Process.Start(new ProcessStartInfo(program, ["serve", configuration]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        _http.BaseAddress = new Uri($"http://{Host}");
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.oci.image.manifest.v1+json"));
    }

    public string Host { get; } = $"127.0.0.1:{FreePorts.Find()}";

    public static async Task<DockerRegistry> StartAsync()
    {
        Assert.SkipUnless(Programs.Find("docker-registry") is not null, "docker-registry is not installed.");
        var registry = new DockerRegistry(Programs.Find("docker-registry")!);
        await Eventually.BeAsync(registry.IsReadyAsync, "the registry is ready", s_limit);
        return registry;
    }

    public async Task<JsonObject> GetAsync(string path) =>
        (JsonObject)JsonNode.Parse(await _http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken))!;

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            _ = await GetAsync("v2/");
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
