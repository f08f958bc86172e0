using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Pipelines.Storage.Metrics;

namespace Pipelines.Activities.Metrics;

/// <summary>Asks a Prometheus for ranges (HTTP API, <c>/api/v1/query_range</c>).</summary>
internal sealed class PrometheusApi : IDisposable
{
    private const int MaximumAnswerBytes = 16 << 20;
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);
    private readonly HttpClient _client;
    private readonly Uri _address;

    public PrometheusApi(MetricOptions options)
    {
        _address = new Uri(options.Prometheus!.ToString().TrimEnd('/') + "/api/v1/query_range");
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = s_timeout,
            MaxResponseContentBufferSize = MaximumAnswerBytes,
        };
        if (options.PrometheusToken is { Length: > 0 } token)
        {
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>Evaluates a query at each step.</summary>
    /// <exception cref="MetricsUnavailableException">It does not answer, or refuses the query.</exception>
    public async Task<IReadOnlyList<PrometheusSeries>> QueryAsync(string query, DateTimeOffset first, DateTimeOffset last, TimeSpan step, CancellationToken cancellation)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["query"] = query,
            ["start"] = first.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["end"] = last.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["step"] = ((long)step.TotalSeconds).ToString(CultureInfo.InvariantCulture),
        });
        try
        {
            using var response = await _client.PostAsync(_address, form, cancellation);
            var text = await response.Content.ReadAsStringAsync(cancellation);
            return response.IsSuccessStatusCode
                ? Read(text)
                : throw new MetricsUnavailableException($"Prometheus answered with status {(int)response.StatusCode}.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new MetricsUnavailableException("Prometheus does not answer as it should.", exception);
        }
    }

    public void Dispose() => _client.Dispose();

    private static List<PrometheusSeries> Read(string text)
    {
        using var answer = JsonDocument.Parse(text);
        return [.. answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Select(series => new PrometheusSeries(
            series.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString() ?? "", StringComparer.Ordinal),
            series.GetProperty("values").EnumerateArray()
                .Select(value => (At: (long)value[0].GetDouble(), Value: Number(value[1].GetString())))
                .Where(value => double.IsFinite(value.Value))
                .GroupBy(value => value.At)
                .ToDictionary(value => value.Key, value => value.Last().Value)))];
    }

    private static double Number(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}
