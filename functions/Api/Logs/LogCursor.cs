using Pipelines.Storage.Logs;

namespace Pipelines.Functions.Api.Logs;

/// <summary>The place in one of the streams that are merged.</summary>
internal sealed class LogCursor(string component, IAsyncEnumerator<LogLine> lines) : IAsyncDisposable
{
    private Task<bool>? _next;
    private bool _ended;

    /// <summary>Gets the line that is next, once it is known.</summary>
    public ShownLine? Line { get; private set; }

    /// <summary>Gets a value indicating whether the stream was waited for in vain: others need not wait for it again.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>Gets the wait for the next line; null when that is known or there is none.</summary>
    public Task<bool>? Pending => _next;

    /// <summary>Asks for the next line and takes it when it is there.</summary>
    public async ValueTask AdvanceAsync()
    {
        if (Line is null && !_ended)
        {
            _next ??= lines.MoveNextAsync().AsTask();
        }

        if (_next is not { IsCompleted: true } next)
        {
            return;
        }

        _next = null;
        IsIdle = false;
        _ended = !await next;
        Line = _ended ? null : new ShownLine(component, lines.Current.Timestamp, lines.Current.Text);
    }

    public ShownLine Take()
    {
        var line = Line!.Value;
        Line = null;
        return line;
    }

    public void MarkIdle() => IsIdle = _next is not null;

    public async ValueTask DisposeAsync()
    {
        // An iterator cannot be disposed of while it runs; its token has been cancelled by now.
        if (_next is { } next)
        {
            _ = await Task.WhenAny(next);
            _ = next.Exception;
        }

        await lines.DisposeAsync();
    }
}
