using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Pipelines.Cli.Api;

/// <summary>A client of the platform's API, which is DigitalOcean's Apps API.</summary>
internal sealed class ApiClient : IDisposable
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(1);
    private readonly HttpClient _http;

    public ApiClient(Uri address, string token)
    {
        Address = address;
        _http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Uri Address { get; }

    public Task<AppList> ListAppsAsync(CancellationToken cancellation) =>
        SendAsync<AppList>(HttpMethod.Get, "v2/apps?per_page=200", null, cancellation);

    public async Task<AppView> GetAppAsync(string idOrName, CancellationToken cancellation) =>
        (await SendAsync<AppEnvelope>(HttpMethod.Get, $"v2/apps/{Uri.EscapeDataString(idOrName)}", null, cancellation)).App;

    public async Task<AppView> CreateAppAsync(JsonElement spec, CancellationToken cancellation) =>
        (await SendAsync<AppEnvelope>(HttpMethod.Post, "v2/apps", new { spec }, cancellation)).App;

    public async Task<AppView> UpdateAppAsync(string id, JsonElement spec, CancellationToken cancellation) =>
        (await SendAsync<AppEnvelope>(HttpMethod.Put, $"v2/apps/{id}", new { spec, update_all_source_versions = true }, cancellation)).App;

    public Task DeleteAppAsync(string id, CancellationToken cancellation) =>
        SendAsync<JsonElement>(HttpMethod.Delete, $"v2/apps/{id}", null, cancellation);

    public async Task<DeploymentView> GetDeploymentAsync(string appId, string deploymentId, CancellationToken cancellation) =>
        (await SendAsync<DeploymentEnvelope>(HttpMethod.Get, $"v2/apps/{appId}/deployments/{deploymentId}", null, cancellation)).Deployment;

    public Task<DeploymentStory> GetStoryAsync(string appId, string deploymentId, CancellationToken cancellation) =>
        SendAsync<DeploymentStory>(HttpMethod.Get, $"v2/apps/{appId}/deployments/{deploymentId}/history", null, cancellation);

    public Task<LogAddresses> GetLogsAsync(string appId, string? deploymentId, string? component, string type, int? tail, bool follow, CancellationToken cancellation)
    {
        var path = $"v2/apps/{appId}"
            + (deploymentId is null ? "" : $"/deployments/{deploymentId}")
            + (component is null ? "" : $"/components/{component}")
            + $"/logs?type={type}&follow={(follow ? "true" : "false")}&tail_lines={tail ?? -1}";
        return SendAsync<LogAddresses>(HttpMethod.Get, path, null, cancellation);
    }

    public Task<Detection> DetectAsync(string cloneUrl, string? branch, CancellationToken cancellation) =>
        SendAsync<Detection>(HttpMethod.Post, "v2/apps/detect", new { git = new { repo_clone_url = cloneUrl, branch } }, cancellation);

    public async Task<IReadOnlyList<TeamView>> ListTeamsAsync(CancellationToken cancellation) =>
        (await SendAsync<TeamList>(HttpMethod.Get, "platform/teams?per_page=200", null, cancellation)).Teams;

    public async Task<TeamView> CreateTeamAsync(string name, CancellationToken cancellation) =>
        (await SendAsync<TeamEnvelope>(HttpMethod.Post, "platform/teams", new { name }, cancellation)).Team;

    public Task DeleteTeamAsync(string idOrName, CancellationToken cancellation) =>
        SendAsync<JsonElement>(HttpMethod.Delete, $"platform/teams/{Uri.EscapeDataString(idOrName)}", null, cancellation);

    public async Task<IReadOnlyList<CredentialView>> ListCredentialsAsync(string? team, CancellationToken cancellation) =>
        (await SendAsync<CredentialList>(HttpMethod.Get, "platform/source-credentials?per_page=200" + TeamQuery(team), null, cancellation)).SourceCredentials;

    public async Task<CredentialView> PutCredentialAsync(string url, string userName, string password, string? team, CancellationToken cancellation) =>
        (await SendAsync<CredentialEnvelope>(HttpMethod.Post, "platform/source-credentials", new { url, user_name = userName, password, team }, cancellation)).SourceCredential;

    public Task DeleteCredentialAsync(string id, string? team, CancellationToken cancellation) =>
        SendAsync<JsonElement>(HttpMethod.Delete, $"platform/source-credentials/{Uri.EscapeDataString(id)}?{TeamQuery(team).TrimStart('&')}", null, cancellation);

    public async Task<IReadOnlyList<TokenView>> ListTokensAsync(string? team, CancellationToken cancellation) =>
        (await SendAsync<TokenList>(HttpMethod.Get, "platform/tokens?per_page=200" + TeamQuery(team), null, cancellation)).Tokens;

    public Task<CreatedToken> CreateTokenAsync(string name, string scope, TimeSpan? lifetime, string? team, CancellationToken cancellation) =>
        SendAsync<CreatedToken>(HttpMethod.Post, "platform/tokens", new { name, scope, expires_in_seconds = (long?)lifetime?.TotalSeconds, team }, cancellation);

    public Task RevokeTokenAsync(string idOrPrefix, CancellationToken cancellation) =>
        SendAsync<JsonElement>(HttpMethod.Delete, $"platform/tokens/{Uri.EscapeDataString(idOrPrefix)}", null, cancellation);

    public async Task<IReadOnlyList<AuditView>> ListAuditAsync(string? team, int limit, CancellationToken cancellation) =>
        (await SendAsync<AuditList>(HttpMethod.Get, $"platform/audit?per_page={limit}" + TeamQuery(team), null, cancellation)).Entries;

    public static async Task<string> DownloadAsync(string url, CancellationToken cancellation)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri(url), cancellation);
    }

    public async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri("readyz", UriKind.Relative), cancellation);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        using (var response = await SendPatientlyAsync(method, path, body, cancellation))
        {
            if (response.StatusCode == HttpStatusCode.NoContent)
            {
                return default!;
            }

            return response.IsSuccessStatusCode
                ? (await response.Content.ReadFromJsonAsync<T>(s_json, cancellation))!
                : throw await ErrorAsync(response, cancellation);
        }
    }

    // A token that was used too often is told when it may be used again.
    private async Task<HttpResponseMessage> SendPatientlyAsync(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, options: s_json) };
            HttpResponseMessage response;
            try
            {
                response = await _http.SendAsync(request, cancellation);
            }
            catch (HttpRequestException exception)
            {
                throw new CliException($"no answer from {Address}: {exception.Message}. Is the platform running? Start it with ./infra/pipelines up");
            }

            if (response.StatusCode != HttpStatusCode.TooManyRequests || response.Headers.RetryAfter?.Delta is not { } delay || delay > s_longestWait)
            {
                return response;
            }

            response.Dispose();
            await Task.Delay(delay, cancellation);
        }
    }

    private static string TeamQuery(string? team) => team is null ? "" : "&team=" + Uri.EscapeDataString(team);

    private static async Task<Exception> ErrorAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation);
        try
        {
            var error = JsonSerializer.Deserialize<ApiError>(text, s_json);
            return new ApiException(response.StatusCode, error?.Message ?? text);
        }
        catch (JsonException)
        {
            return new ApiException(response.StatusCode, $"{(int)response.StatusCode} {response.ReasonPhrase}");
        }
    }

    private sealed record AppEnvelope(AppView App);

    private sealed record DeploymentEnvelope(DeploymentView Deployment);

    private sealed record TeamEnvelope(TeamView Team);

    private sealed record TeamList(IReadOnlyList<TeamView> Teams);

    private sealed record CredentialEnvelope(CredentialView SourceCredential);

    private sealed record CredentialList(IReadOnlyList<CredentialView> SourceCredentials);

    private sealed record TokenList(IReadOnlyList<TokenView> Tokens);

    private sealed record AuditList(IReadOnlyList<AuditView> Entries);

    private sealed record ApiError(string Message);
}
