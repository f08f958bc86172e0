using System.Collections.Concurrent;

namespace Pipelines.Benchmarks.Logs;

/// <summary>Somebody who follows the log of an app or of one of its components.</summary>
/// <param name="app">The app.</param>
/// <param name="component">The component; null for all.</param>
/// <param name="kind">How it reads.</param>
/// <param name="openAsync">How it connects.</param>
internal sealed class SoakReader(SoakApp app, string? component, ReaderKind kind, Func<Uri, CancellationToken, Task<ILogLink>> openAsync) : IDisposable
{
    private const int ReadBeforeStop = 100;
    private readonly SemaphoreSlim _share = new(0);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _hangUp;
    private ILogLink? _link;

    public ReaderKind Kind => kind;

    public bool IsOfAll => component is null;

    public LineCount Count { get; } = new();

    /// <summary>Gets how its connections ended.</summary>
    public ConcurrentQueue<string> Ends { get; } = [];

    private IReadOnlyList<string> Components => component is null ? SoakApp.Components : [component];

    /// <summary>Connects.</summary>
    /// <param name="tail">How many of the present lines it wants; -1 for all.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task ConnectAsync(int tail, CancellationToken cancellation)
    {
        _link?.Dispose();
        _link = await openAsync(await app.AddressAsync(component, tail, cancellation), cancellation);
    }

    /// <summary>Lets a slow one read some more lines.</summary>
    public void Allow(int lines) => _share.Release(lines);

    /// <summary>Lets one that has stopped go on.</summary>
    public void GoOn() => _goOn.TrySetResult();

    /// <summary>Makes one that returns hang up at the next line.</summary>
    public void HangUp() => _hangUp = true;

    public bool HasReached(int number) => Count.HasReached(number, Components);

    /// <summary>Reads until the end.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            for (var lines = 0; ; lines++)
            {
                await PauseAsync(lines, cancellation);
                if ((await _link!.ReadAsync(cancellation)) is { IsEmpty: false } line)
                {
                    Count.Take(line.Span);
                    continue;
                }

                Ends.Enqueue(_link.End!);
                if (kind != ReaderKind.Slow)
                {
                    return;
                }

                await ReturnAsync(cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The soak is over.
        }
    }

    public void Dispose()
    {
        _link?.Dispose();
        _share.Dispose();
    }

    private async Task PauseAsync(int lines, CancellationToken cancellation)
    {
        if (kind == ReaderKind.Slow)
        {
            await _share.WaitAsync(cancellation);
        }
        else if (kind == ReaderKind.Stopped && lines == ReadBeforeStop)
        {
            await _goOn.Task.WaitAsync(cancellation);
        }
        else if (kind == ReaderKind.Returning && _hangUp)
        {
            _hangUp = false;
            Ends.Enqueue("hung up");
            await ReturnAsync(cancellation);
        }
    }

    private async Task ReturnAsync(CancellationToken cancellation)
    {
        Count.Resume();
        await ConnectAsync(1, cancellation);
    }
}
