using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary>
/// Sends requests as godo 1.202 does with the retries of doctl, Terraform and app_action: 429, 5xx but 501 and broken connections are
/// tried five times again, POST like all others, after the time that the answer names or 1, 2, 4 … at most 30 s.
/// </summary>
internal sealed class GodoClient : IDisposable
{
    private const int MaximumRetries = 5;
    private static readonly TimeSpan s_shortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(30);
    private static readonly MediaTypeHeaderValue s_json = new("application/json");
    private readonly HttpClient _http;
    private readonly HurriedTime _time;

    /// <summary>Initializes a new instance of the <see cref="GodoClient"/> class.</summary>
    /// <param name="address">Where the API is.</param>
    /// <param name="token">The token.</param>
    /// <param name="time">The clock of its waits.</param>
    /// <param name="record">Notes what was requested.</param>
    /// <param name="network">What stands between the client and the API; null for nothing.</param>
    public GodoClient(Uri address, string token, HurriedTime time, RequestRecord record, DelegatingHandler? network = null)
    {
        _time = time;
        HttpMessageHandler wire = new RecordingHandler(record) { InnerHandler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip } };
        if (network is not null)
        {
            network.InnerHandler = wire;
            wire = network;
        }

        _http = new HttpClient(wire) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("godo/1.202.0");
    }

    /// <summary>Gets what the newest answer says of the limit.</summary>
    public GodoRate Rate { get; private set; } = new(0, 0, default);

    /// <summary>Gets the waits before repetitions.</summary>
    public List<TimeSpan> Waits { get; } = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Asks.</summary>
    /// <param name="path">Path and query, or an absolute address.</param>
    /// <param name="type">The type of the answer.</param>
    /// <exception cref="GodoException">The answer is an error.</exception>
    /// <exception cref="JsonException">The answer is not what the client knows.</exception>
    public Task<JsonObject> GetAsync(string path, string type) => SendAsync(HttpMethod.Get, path, type, null);

    /// <summary>Sends a request with a body of a type; null for none.</summary>
    public Task<JsonObject> PostAsync(string path, string type, string? bodyType = null, JsonObject? body = null) =>
        SendAsync(HttpMethod.Post, path, type, bodyType is null ? "" : GoJson.Encode(bodyType, body!).ToJsonString() + "\n");

    public Task<JsonObject> PutAsync(string path, string type, string bodyType, JsonObject body) =>
        SendAsync(HttpMethod.Put, path, type, GoJson.Encode(bodyType, body).ToJsonString() + "\n");

    /// <summary>Sends a request whose answer is not read.</summary>
    public async Task DeleteAsync(string path)
    {
        using var answer = await AnswerAsync(HttpMethod.Delete, path, "");
    }

    /// <summary>Sends text as it is.</summary>
    public async Task<JsonObject> SendAsync(HttpMethod method, string path, string type, string? body)
    {
        using var answer = await AnswerAsync(method, path, body);
        if (answer.StatusCode == HttpStatusCode.NoContent)
        {
            return [];
        }

        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        return GoJson.Decode(type, json.RootElement);
    }

    /// <summary>Asks for something that is taken as it is.</summary>
    public async Task<string> ReadAsync(string path)
    {
        using var answer = await AnswerAsync(HttpMethod.Get, path, null);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> AnswerAsync(HttpMethod method, string path, string? body)
    {
        for (var attempt = 0; ; attempt++)
        {
            var answer = await TryAsync(method, path, body, isLast: attempt == MaximumRetries);
            var isPassing = answer is null || answer.StatusCode == HttpStatusCode.TooManyRequests || (int)answer.StatusCode is >= 500 and not 501;
            if (!isPassing || attempt == MaximumRetries)
            {
                return await CheckAsync(answer!, attempt + 1);
            }

            var wait = WaitAfter(answer, attempt);
            answer?.Dispose();
            Waits.Add(wait);
            await _time.WaitAsync(wait);
        }
    }

    private async Task<HttpResponseMessage?> TryAsync(HttpMethod method, string path, string? body, bool isLast)
    {
        // Even a request without a body says what it would be.
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, s_json) };
        try
        {
            return await _http.SendAsync(request, Cancellation);
        }
        catch (HttpRequestException) when (!isLast)
        {
            return null;
        }
    }

    private static TimeSpan WaitAfter(HttpResponseMessage? answer, int attempt)
    {
        if (answer is { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable, Headers.RetryAfter.Delta: { } told })
        {
            return told;
        }

        var wait = s_shortestWait * Math.Pow(2, attempt);
        return wait < s_longestWait ? wait : s_longestWait;
    }

    private async Task<HttpResponseMessage> CheckAsync(HttpResponseMessage answer, int attempts)
    {
        Rate = GodoRate.Of(answer);
        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
            var error = GoJson.Decode("ErrorResponse", json.RootElement);
            var requestId = (string?)error["request_id"] ?? answer.Headers.GetValues("x-request-id").First();
            throw new GodoException(answer.StatusCode, (string)error["message"]!, requestId, attempts);
        }
    }
}
