using Microsoft.Extensions.Logging;
using Pipelines.Activities.LogForwarding.Destinations;
using Pipelines.Clusters;

namespace Pipelines.Activities.LogForwarding;

/// <summary>Sends the lines of one component to one destination, in batches, each until it is taken.</summary>
internal sealed partial class LogForwarder(ForwardingTarget target, ILogDestination destination, ForwardingCursor cursor, LogForwardingOptions options, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private readonly LineBuffer buffer = new(options.BufferBytes);
    private readonly Dictionary<string, LinePosition> offered = new(cursor.Instances, StringComparer.Ordinal);
    private readonly DateTimeOffset since = cursor.Time - ForwardingCursor.Slack;
    private volatile ForwardingCursor cursor = cursor;
    private long refused;

    public ForwardingTarget Target => target;

    /// <summary>Gets how far the destination has taken lines.</summary>
    public ForwardingCursor Cursor => cursor;

    /// <summary>Gets the bytes that wait.</summary>
    public long Waiting => buffer.Size;

    /// <summary>Takes a line, unless it had it before. Never waits.</summary>
    public void Offer(InstanceLogLine line, LinePosition position)
    {
        if (line.Component != target.Component || line.Timestamp < since
            || (offered.TryGetValue(line.Instance, out var last) && !position.IsAfter(last)))
        {
            return;
        }

        offered[line.Instance] = position;
        ForwardingMetrics.Dropped(buffer.Add(new ForwardedLine(line, position)));
    }

    /// <summary>Sends until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await buffer.WaitAsync(cancellation);
            await Task.Delay(options.Linger, time, cancellation);
            var (lines, dropped) = buffer.Take(options.BatchLines, options.BatchBytes);
            if (lines.Count > 0)
            {
                await SendAsync(Tell(lines, dropped + Interlocked.Exchange(ref refused, 0)), cancellation);
                cursor = cursor.After(lines);
                ForwardingMetrics.Forwarded(lines.Count);
            }
        }
    }

    public ValueTask DisposeAsync() => destination.DisposeAsync();

    /// <summary>Has the destination learn what it did not get.</summary>
    private List<ForwardedLine> Tell(List<ForwardedLine> lines, long lost)
    {
        if (lost == 0)
        {
            return lines;
        }

        LogLost(target.Component, target.Destination.Name, lost);
        var first = lines[0].Line;
        var told = first with { Instance = "pipelines", Text = $"{lost} lines before this one were dropped: the destination did not take them" };
        return [new ForwardedLine(told, null), .. lines];
    }

    private async Task SendAsync(IReadOnlyList<ForwardedLine> lines, CancellationToken cancellation)
    {
        var pause = options.FirstPause;
        while (true)
        {
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                limit.CancelAfter(options.Timeout);
                await destination.SendAsync(lines, limit.Token);
                return;
            }
            catch (PartlyTakenException exception)
            {
                lines = exception.Left;
                LogFailed(target.Component, target.Destination.Name, exception.Message);
            }
            catch (DestinationException exception) when (exception.IsRefused)
            {
                await SendPartsAsync(lines, exception.Message, cancellation);
                return;
            }
            catch (DestinationException exception)
            {
                LogFailed(target.Component, target.Destination.Name, exception.Message);
                pause = exception.RetryAfter > pause ? exception.RetryAfter.Value : pause;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                LogFailed(target.Component, target.Destination.Name, "it did not answer in time");
            }

            // Not all at once, where many wait for one destination.
            await Task.Delay(pause * (0.75 + (Random.Shared.NextDouble() / 2)), time, cancellation);
            pause = pause * 2 < options.LongestPause ? pause * 2 : options.LongestPause;
        }
    }

    // One line that is never taken keeps no other.
    private async Task SendPartsAsync(IReadOnlyList<ForwardedLine> lines, string reason, CancellationToken cancellation)
    {
        if (lines.Count == 1)
        {
            LogFailed(target.Component, target.Destination.Name, reason);
            Interlocked.Increment(ref refused);
            ForwardingMetrics.Dropped(1);
            return;
        }

        await SendAsync([.. lines.Take(lines.Count / 2)], cancellation);
        await SendAsync([.. lines.Skip(lines.Count / 2)], cancellation);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Logs of component {Component} are not taken by \"{Destination}\": {Reason}")]
    private partial void LogFailed(string component, string destination, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Of component {Component}, {Lines} lines were dropped that \"{Destination}\" did not take")]
    private partial void LogLost(string component, string destination, long lines);
}
