using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Pipelines.Clusters;
using Pipelines.Functions.Http;

namespace Pipelines.Functions.Api.Consoles;

/// <summary>
/// Joins a websocket and a shell, as <c>doctl apps console</c> speaks: text frames <c>{"data":"…"}</c> out, see
/// <see cref="ConsoleMessage"/> in; binary frames in are typed as they are. Neither side is read faster than the other takes.
/// </summary>
/// <param name="socket">The websocket.</param>
/// <param name="limits">How long it may last.</param>
/// <param name="isAllowedAsync">Whether it may still be open.</param>
/// <param name="time">The clock.</param>
/// <param name="stopping">The host stops.</param>
internal sealed class ConsoleSocket(WebSocket socket, ConsoleOptions limits, Func<CancellationToken, Task<bool>> isAllowedAsync, TimeProvider time, CancellationToken stopping) : IDisposable
{
    private const int LargestMessage = 64 * 1024;
    private const int ReadSize = 8 * 1024;
    private static readonly TimeSpan s_longestLook = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_shortestLook = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_closePatience = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim _sending = new(1, 1);
    private long _lastActivity = time.GetTimestamp();
    private Task? _typing;

    /// <summary>Serves a shell until either side ends.</summary>
    public async Task<ConsoleEnd> ServeAsync(IShellSession shell)
    {
        using var over = new CancellationTokenSource();
        Task<ConsoleEnd>[] parts = [ShowAsync(shell, over.Token), TypeAsync(shell, over.Token), WatchAsync(over.Token)];
        var end = await await Task.WhenAny(parts);
        await CloseAsync(end);
        await over.CancelAsync();
        foreach (var part in parts)
        {
            await part.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        return end;
    }

    /// <summary>Tells the client why it is over, and closes.</summary>
    public async Task CloseAsync(ConsoleEnd end)
    {
        using var limit = new CancellationTokenSource(s_closePatience, time);
        try
        {
            if (end.IsShown)
            {
                await SendAsync($"\r\n[{end.Reason}]\r\n", limit.Token);
            }

            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(end.Status, end.Reason, limit.Token);
            }

            await DrainAsync(limit.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or InvalidOperationException)
        {
            socket.Abort();
        }
    }

    public void Dispose() => _sending.Dispose();

    // A connection that is dropped with something unread in it may lose what was sent last.
    private async Task DrainAsync(CancellationToken limit)
    {
        var closed = _typing ?? ReceiveAsync(new byte[ReadSize], limit);
        await closed.WaitAsync(limit);
    }

    private async Task<ConsoleEnd> ShowAsync(IShellSession shell, CancellationToken over)
    {
        // A character of several bytes is shown whole, wherever it was cut; what is none becomes U+FFFD, as JSON holds only text.
        var decoder = Encoding.UTF8.GetDecoder();
        var bytes = new byte[ReadSize];
        var text = new char[ReadSize + 1];
        try
        {
            int read;
            while ((read = await shell.ReadAsync(bytes, over)) > 0)
            {
                _lastActivity = time.GetTimestamp();
                var length = decoder.GetChars(bytes.AsSpan(0, read), text, flush: false);
                await SendAsync(new string(text, 0, length), over);
            }

            return ConsoleEnd.Exited(shell.ExitCode);
        }
        catch (WebSocketException)
        {
            return ConsoleEnd.ClientGone;
        }
    }

    private async Task<ConsoleEnd> TypeAsync(IShellSession shell, CancellationToken over)
    {
        var receiving = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _typing = receiving.Task;
        var message = new byte[LargestMessage];
        try
        {
            while (true)
            {
                var (length, type) = await ReceiveAsync(message, CancellationToken.None);
                if (type == WebSocketMessageType.Close)
                {
                    return ConsoleEnd.ClientGone;
                }

                if (length > message.Length)
                {
                    return ConsoleEnd.TooLarge;
                }

                await TakeAsync(shell, message.AsMemory(0, length), type, over);
            }
        }
        catch (WebSocketException)
        {
            return ConsoleEnd.ClientGone;
        }
        catch (JsonException)
        {
            return ConsoleEnd.NotUnderstood;
        }
        finally
        {
            receiving.SetResult();
        }
    }

    private async Task TakeAsync(IShellSession shell, ReadOnlyMemory<byte> message, WebSocketMessageType type, CancellationToken over)
    {
        if (type == WebSocketMessageType.Binary)
        {
            _lastActivity = time.GetTimestamp();
            await shell.WriteAsync(message, over);
            return;
        }

        var said = ConsoleMessage.Read(message.Span);
        if (said?.Size is { } size)
        {
            await shell.ResizeAsync(size, over);
        }
        else if (said is { Typed.Length: > 0 })
        {
            // Empty input only keeps the connection up: nobody has typed.
            _lastActivity = time.GetTimestamp();
            await shell.WriteAsync(Encoding.UTF8.GetBytes(said.Typed), over);
        }
    }

    /// <summary>Receives a message; of one that is too long, a length beyond the buffer's and nothing more.</summary>
    private async Task<(int Length, WebSocketMessageType Type)> ReceiveAsync(byte[] message, CancellationToken cancellation)
    {
        var length = 0;
        while (true)
        {
            if (length == message.Length)
            {
                return (length + 1, WebSocketMessageType.Binary);
            }

            var part = await socket.ReceiveAsync(message.AsMemory(length), cancellation);
            length += part.Count;
            if (part.EndOfMessage || part.MessageType == WebSocketMessageType.Close)
            {
                return (length, part.MessageType);
            }
        }
    }

    private async Task<ConsoleEnd> WatchAsync(CancellationToken over)
    {
        var opened = time.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromTicks(Math.Clamp(limits.IdleTimeout.Ticks, s_shortestLook.Ticks, s_longestLook.Ticks)), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over, stopping);
        try
        {
            while (await timer.WaitForNextTickAsync(either.Token))
            {
                if (time.GetElapsedTime(opened) > limits.Lifetime)
                {
                    return ConsoleEnd.TooOld;
                }

                if (time.GetElapsedTime(_lastActivity) > limits.IdleTimeout)
                {
                    return ConsoleEnd.Idle;
                }

                if (!await isAllowedAsync(either.Token))
                {
                    return ConsoleEnd.Revoked;
                }
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // Over, or the host stops.
        }

        return ConsoleEnd.Stopping;
    }

    private async Task SendAsync(string text, CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation);
        try
        {
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { Data = text }, ApiJson.Options), WebSocketMessageType.Text, true, cancellation);
        }
        finally
        {
            _sending.Release();
        }
    }
}
