using System.Net;
using System.Text.Json;
using Pipelines.Functions.Tests.Platform;

namespace Pipelines.Functions.Tests.Panel.Events;

/// <summary>Reads server-sent events.</summary>
internal sealed class EventClient : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private EventClient(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _reader = new StreamReader(body);
    }

    public static async Task<EventClient> ConnectAsync(TestApi api, string? lastEventId = null, string query = "", string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "platform/events" + query);
        request.Headers.Authorization = new("Bearer", token ?? api.Token);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new EventClient(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The next event.</summary>
    public async Task<(string Id, string Kind, string? App, string? Deployment)> ReadAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_patience);
        var fields = new Dictionary<string, string>();
        while (true)
        {
            var line = await _reader.ReadLineAsync(limit.Token) ?? throw new EndOfStreamException();
            if (line.Length > 0)
            {
                var colon = line.IndexOf(": ", StringComparison.Ordinal);
                fields[line[..colon]] = line[(colon + 2)..];
            }
            else if (fields.TryGetValue("data", out var data))
            {
                using var json = JsonDocument.Parse(data);
                return (fields["id"], fields["event"], Text(json, "app_id"), Text(json, "deployment_id"));
            }
            else
            {
                fields.Clear();
            }
        }
    }

    /// <summary>The next event of a kind; what comes before it is passed over.</summary>
    public async Task<(string Id, string Kind, string? App, string? Deployment)> ReadAsync(string kind)
    {
        while (true)
        {
            if (await ReadAsync() is var found && found.Kind == kind)
            {
                return found;
            }
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }

    private static string? Text(JsonDocument json, string member) => json.RootElement.TryGetProperty(member, out var value) ? value.GetString() : null;
}
