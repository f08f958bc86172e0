using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.LogForwarding.Destinations;

/// <summary>OpenSearch's bulk API. Each line is created under an id of its own, so that one that is sent twice is there once.</summary>
internal sealed class OpenSearchFormat(OpenSearchDestination settings, string app) : IHttpLogFormat
{
    private const string DefaultIndex = "logs";
    private const int IdLength = 16;

    public Uri Address { get; } = AddressOf(settings);

    public string MediaType => "application/x-ndjson";

    public void Authorize(HttpRequestMessage request) => request.Headers.Authorization =
        new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.BasicAuth?.User}:{settings.BasicAuth?.Password}")));

    public byte[] Write(IReadOnlyList<ForwardedLine> lines)
    {
        using var written = new MemoryStream();
        foreach (var line in lines)
        {
            var action = new JsonObject { ["create"] = line.Position is { } position ? new JsonObject { ["_id"] = IdOf(line, position) } : new JsonObject() };
            var document = new JsonObject
            {
                ["@timestamp"] = line.Line.Timestamp.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                ["message"] = line.Line.Text,
                ["app"] = app,
                ["component"] = line.Line.Component,
                ["instance"] = line.Line.Instance,
            };
            written.Write(JsonSerializer.SerializeToUtf8Bytes(action));
            written.Write("\n"u8);
            written.Write(JsonSerializer.SerializeToUtf8Bytes(document));
            written.Write("\n"u8);
        }

        return written.ToArray();
    }

    // The answer has an item for each line, in order; 409 is a line that is there already, and 4xx one that never will be.
    public IReadOnlyList<ForwardedLine> FindLeft(IReadOnlyList<ForwardedLine> lines, string answer)
    {
        try
        {
            if (JsonNode.Parse(answer) is not JsonObject { } told || told["errors"]?.GetValue<bool>() != true || told["items"] is not JsonArray items)
            {
                return [];
            }

            return [.. lines.Zip(items).Where(pair => IsLeft(pair.Second?["create"]?["status"]?.GetValue<int>() ?? 0)).Select(pair => pair.First)];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static bool IsLeft(int status) => status is 429 or >= 500;

    private static Uri AddressOf(OpenSearchDestination settings)
    {
        var index = string.IsNullOrEmpty(settings.IndexName) ? DefaultIndex : settings.IndexName;
        return new Uri(new Uri(settings.Endpoint!.TrimEnd('/') + "/"), $"{Uri.EscapeDataString(index)}/_bulk");
    }

    private string IdOf(ForwardedLine line, LinePosition position)
    {
        var key = $"{app}\n{line.Line.Instance}\n{position.Ticks}\n{position.Count}\n{line.Line.Text}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, IdLength));
    }
}
