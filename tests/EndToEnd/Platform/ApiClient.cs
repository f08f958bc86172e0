using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Pipelines.EndToEnd.Platform;

/// <summary>A client of the Apps API that does what the field's clients do: it repeats what was cut off or answered with 429 or 5xx.</summary>
internal sealed class ApiClient(Uri address, Func<string> readToken) : IDisposable
{
    private static readonly TimeSpan s_retryLimit = TimeSpan.FromSeconds(90);
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    public Uri Address => address;

    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri("readyz", UriKind.Relative), TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async Task<JsonObject> CreateAppAsync(JsonObject spec) =>
        (JsonObject)(await SendAsync(HttpMethod.Post, "v2/apps", new JsonObject { ["spec"] = spec.DeepClone() }))["app"]!;

    public async Task<JsonObject> UpdateAppAsync(string app, JsonObject spec) =>
        (JsonObject)(await SendAsync(HttpMethod.Put, $"v2/apps/{app}", new JsonObject { ["spec"] = spec.DeepClone() }))["app"]!;

    public async Task<JsonObject> GetAppAsync(string app) => (JsonObject)(await SendAsync(HttpMethod.Get, $"v2/apps/{app}"))["app"]!;

    public Task<JsonObject> DeleteAppAsync(string app) => SendAsync(HttpMethod.Delete, $"v2/apps/{app}");

    public async Task<string> DeployAsync(string app) =>
        (string)(await SendAsync(HttpMethod.Post, $"v2/apps/{app}/deployments", new JsonObject { ["force_build"] = false }))["deployment"]!["id"]!;

    public async Task<JsonObject> GetDeploymentAsync(string app, string deployment) =>
        (JsonObject)(await SendAsync(HttpMethod.Get, $"v2/apps/{app}/deployments/{deployment}"))["deployment"]!;

    /// <summary>Lists the deployments of an app, newest first.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListDeploymentsAsync(string app) =>
        [.. ((JsonArray)(await SendAsync(HttpMethod.Get, $"v2/apps/{app}/deployments?per_page=200"))["deployments"]!).Select(each => (JsonObject)each!)];

    public Task<JsonObject> GetHistoryAsync(string app, string deployment) => SendAsync(HttpMethod.Get, $"v2/apps/{app}/deployments/{deployment}/history");

    /// <summary>Sends a request until it is answered with something that is no passing trouble.</summary>
    /// <exception cref="ApiException">The answer is an error.</exception>
    public async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonObject? body = null)
    {
        JsonObject? answer = null;
        await Eventually.BeAsync(async () => (answer = await TryAsync(method, path, body)) is not null, $"{method} {path} is answered", s_retryLimit);
        return answer!;
    }

    /// <summary>Whether there is such a thing.</summary>
    public async Task<bool> ExistsAsync(string path)
    {
        try
        {
            _ = await SendAsync(HttpMethod.Get, path);
            return true;
        }
        catch (ApiException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonObject?> TryAsync(HttpMethod method, string path, JsonObject? body)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", readToken());
            using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests || (int)answer.StatusCode >= 500)
            {
                return null;
            }

            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode
                ? text.Length == 0 ? [] : (JsonObject)JsonNode.Parse(text)!
                : throw new ApiException(answer.StatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // Not started yet, or killed while it answered.
            return null;
        }
    }
}
