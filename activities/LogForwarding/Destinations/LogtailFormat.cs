using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.LogForwarding.Destinations;

/// <summary>Logtail's HTTP API.</summary>
internal sealed class LogtailFormat(LogtailDestination settings, Uri address, string app) : IHttpLogFormat
{
    public Uri Address => address;

    public string MediaType => "application/json";

    public void Authorize(HttpRequestMessage request) => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);

    public byte[] Write(IReadOnlyList<ForwardedLine> lines) => JsonSerializer.SerializeToUtf8Bytes(lines.Select(line => new Dictionary<string, object>
    {
        ["dt"] = line.Line.Timestamp.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ["message"] = line.Line.Text,
        ["app"] = app,
        ["component"] = line.Line.Component,
        ["instance"] = line.Line.Instance,
    }));
}
