using System.Text.Json;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.LogForwarding.Destinations;

/// <summary>Datadog's intake (Send logs, v2).</summary>
internal sealed class DatadogFormat(DatadogDestination settings, string app) : IHttpLogFormat
{
    private const string Intake = "https://http-intake.logs.datadoghq.com";
    private const string Path = "/api/v2/logs";

    public Uri Address { get; } = AddressOf(new Uri(string.IsNullOrEmpty(settings.Endpoint) ? Intake : settings.Endpoint));

    public string MediaType => "application/json";

    public void Authorize(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation("DD-API-KEY", settings.ApiKey);

    public byte[] Write(IReadOnlyList<ForwardedLine> lines) => JsonSerializer.SerializeToUtf8Bytes(lines.Select(line => new Dictionary<string, object>
    {
        ["message"] = line.Line.Text,
        ["timestamp"] = line.Line.Timestamp.ToUnixTimeMilliseconds(),
        ["service"] = line.Line.Component,
        ["hostname"] = line.Line.Instance,
        ["ddsource"] = "pipelines",
        ["ddtags"] = $"app:{app},component:{line.Line.Component}",
    }));

    // What people give is often the host alone.
    private static Uri AddressOf(Uri endpoint) => endpoint.AbsolutePath == "/" ? new Uri(endpoint, Path) : endpoint;
}
