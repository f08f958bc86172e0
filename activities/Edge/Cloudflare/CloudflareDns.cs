using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Pipelines.Activities.Edge.Cloudflare;

/// <summary>Writes records by Cloudflare's API (v4: <c>/zones</c>, <c>/zones/{id}/dns_records</c>).</summary>
public sealed class CloudflareDns : IEdgeDns, IDisposable
{
    private const int MaximumAnswerBytes = 1 << 20;
    private const int ShortTimeToLive = 60;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly HttpClient _http;

    /// <summary>Initializes a new instance of the <see cref="CloudflareDns"/> class.</summary>
    /// <param name="options">The configuration.</param>
    public CloudflareDns(CloudflareOptions options)
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            BaseAddress = new Uri(options.ApiUrl.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = s_patience,
            MaxResponseContentBufferSize = MaximumAnswerBytes,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiToken);
    }

    /// <inheritdoc/>
    public async Task<bool> CanWriteAsync(string name, CancellationToken cancellation = default) => await FindZoneAsync(name, cancellation) is not null;

    /// <inheritdoc/>
    public async Task AddTextAsync(string name, string text, CancellationToken cancellation = default)
    {
        var zone = await FindZoneAsync(name, cancellation) ?? throw new EdgeException($"Cloudflare keeps no zone that {name} belongs to, or the token may not see it.");
        if ((await FindRecordsAsync(zone, name, text, cancellation)).Count == 0)
        {
            _ = await SendAsync(HttpMethod.Post, $"zones/{zone}/dns_records", new { type = "TXT", name, content = Quote(text), ttl = ShortTimeToLive }, cancellation);
        }
    }

    /// <inheritdoc/>
    public async Task RemoveTextAsync(string name, string text, CancellationToken cancellation = default)
    {
        if (await FindZoneAsync(name, cancellation) is not { } zone)
        {
            return;
        }

        foreach (var record in await FindRecordsAsync(zone, name, text, cancellation))
        {
            _ = await SendAsync(HttpMethod.Delete, $"zones/{zone}/dns_records/{record}", null, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // The content of a TXT record is written in quotes, and read with or without them.
    private static string Quote(string text) => $"\"{text}\"";

    private static EdgeException Refusal(JsonElement answer, HttpStatusCode status)
    {
        var messages = answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array
            ? string.Join("; ", errors.EnumerateArray().Select(error => error.TryGetProperty("message", out var message) ? message.ToString() : "").Where(message => message.Length > 0))
            : "";
        return new EdgeException($"Cloudflare answered {(int)status}{(messages.Length > 0 ? ": " + messages : "")}.");
    }

    /// <summary>The zone of the longest ending of a name.</summary>
    private async Task<string?> FindZoneAsync(string name, CancellationToken cancellation)
    {
        for (var ending = name.TrimEnd('.'); ending.Contains('.', StringComparison.Ordinal); ending = ending[(ending.IndexOf('.', StringComparison.Ordinal) + 1)..])
        {
            var zones = await SendAsync(HttpMethod.Get, $"zones?name={Uri.EscapeDataString(ending)}&status=active", null, cancellation);
            if (zones.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } zone)
            {
                return IdOf(zone);
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<string>> FindRecordsAsync(string zone, string name, string text, CancellationToken cancellation)
    {
        var records = await SendAsync(HttpMethod.Get, $"zones/{zone}/dns_records?type=TXT&name={Uri.EscapeDataString(name)}&per_page=100", null, cancellation);
        return [.. records.EnumerateArray().Where(record => record.GetProperty("content").GetString()?.Trim('"') == text).Select(IdOf)];
    }

    private static string IdOf(JsonElement item) => item.GetProperty("id").GetString() is { Length: > 0 } id && id.All(char.IsAsciiLetterOrDigit)
        ? id
        : throw new EdgeException("Cloudflare's answer has no id where one is expected.");

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            using var response = await _http.SendAsync(request, cancellation);
            var answer = await ReadAsync(response, cancellation);
            return response.IsSuccessStatusCode && answer.TryGetProperty("success", out var success) && success.ValueKind == JsonValueKind.True && answer.TryGetProperty("result", out var result)
                ? result
                : throw Refusal(answer, response.StatusCode);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new EdgeException($"Cloudflare does not answer: {exception.Message}", exception);
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        }
        catch (JsonException exception)
        {
            throw new EdgeException($"Cloudflare answered {(int)response.StatusCode} with something that is no JSON.", exception);
        }
    }
}
