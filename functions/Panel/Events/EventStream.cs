using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pipelines.Functions.Http;

namespace Pipelines.Functions.Panel.Events;

/// <summary>
/// Tells one client what changes, as server-sent events (HTML standard, 9.2). An event's id is the place to go on from with
/// <c>Last-Event-ID</c>; where that cannot be, a <c>reset</c> tells the client to look at everything again.
/// </summary>
/// <param name="http">The request.</param>
/// <param name="log">The changes.</param>
/// <param name="isOfInterest">Which changes the client is told.</param>
/// <param name="mayGoOn">Asked with every heartbeat whether the client may still know.</param>
/// <param name="time">The clock.</param>
internal sealed class EventStream(HttpContext http, ChangeLog log, Predicate<AppChange> isOfInterest, Func<CancellationToken, Task<bool>> mayGoOn, TimeProvider time)
{
    private const int RetryMilliseconds = 1000;
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_sendPatience = TimeSpan.FromSeconds(30);
    private readonly StringBuilder _text = new();
    private long _position;

    /// <summary>Sends events until the client goes, may no longer know, or the host stops.</summary>
    public async Task SendAsync(string? lastEventId, CancellationToken cancellation)
    {
        Begin();
        _ = _text.Append(CultureInfo.InvariantCulture, $"retry: {RetryMilliseconds}\n\n");
        _position = PositionOf(lastEventId) ?? -1;
        using var beat = new PeriodicTimer(s_heartbeat, time);
        var tick = beat.WaitForNextTickAsync(cancellation).AsTask();
        while (true)
        {
            WriteChanges();
            await FlushAsync(cancellation);
            _ = await Task.WhenAny(log.WaitAsync(_position), tick);
            if (!tick.IsCompleted)
            {
                continue;
            }

            _ = await tick;
            if (!await mayGoOn(cancellation))
            {
                return;
            }

            _ = _text.Append(": alive\n\n");
            tick = beat.WaitForNextTickAsync(cancellation).AsTask();
        }
    }

    private void Begin()
    {
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
    }

    private long? PositionOf(string? id) =>
        id is not null && id.Split('-') is [var epoch, var number] && epoch == log.Epoch
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : null;

    private void WriteChanges()
    {
        // What comes after the end was read is told as well, for the end is read first.
        var end = log.End;
        if (_position < 0 || log.Read(_position) is not { } changes)
        {
            _position = end;
            Write("reset", new { });
            return;
        }

        foreach (var change in changes)
        {
            _position++;
            if (isOfInterest(change))
            {
                Write(JsonNamingPolicy.SnakeCaseLower.ConvertName(change.Kind.ToString()), new { change.AppId, change.DeploymentId });
            }
        }
    }

    private void Write(string kind, object data) => _text.Append(
        CultureInfo.InvariantCulture, $"id: {log.Epoch}-{_position}\nevent: {kind}\ndata: {JsonSerializer.Serialize(data, ApiJson.Options)}\n\n");

    // A client that does not read is cut off; meanwhile it holds up nobody, for the changes are kept once for all.
    private async Task FlushAsync(CancellationToken cancellation)
    {
        if (_text.Length == 0)
        {
            return;
        }

        using var limit = new CancellationTokenSource(s_sendPatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        await http.Response.WriteAsync(_text.ToString(), either.Token);
        await http.Response.Body.FlushAsync(either.Token);
        _ = _text.Clear();
    }
}
