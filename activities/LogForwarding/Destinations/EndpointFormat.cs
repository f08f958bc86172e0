using System.Globalization;
using System.Text.Json;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.LogForwarding.Destinations;

/// <summary>An endpoint of people's own: an array of objects, with the headers that they ask for.</summary>
internal sealed class EndpointFormat(LogDestination settings, string app) : IHttpLogFormat
{
    public Uri Address { get; } = new(settings.Endpoint!);

    public string MediaType => "application/json";

    public void Authorize(HttpRequestMessage request)
    {
        foreach (var header in settings.Headers)
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    public byte[] Write(IReadOnlyList<ForwardedLine> lines) => JsonSerializer.SerializeToUtf8Bytes(lines.Select(line => new Dictionary<string, object>
    {
        ["timestamp"] = line.Line.Timestamp.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ["message"] = line.Line.Text,
        ["app"] = app,
        ["component"] = line.Line.Component,
        ["instance"] = line.Line.Instance,
    }));
}
