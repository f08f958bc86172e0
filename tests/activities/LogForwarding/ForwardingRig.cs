using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Moq;
using Pipelines.Activities.LogForwarding;
using Pipelines.Activities.LogForwarding.Destinations;
using Pipelines.Activities.Source;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Storage.State;

namespace Pipelines.Activities.Tests.LogForwarding;

/// <summary>Forwarding of one app whose output a test writes, with a real state store.</summary>
internal sealed class ForwardingRig : ILogger, IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("pipelines-forwarding-").FullName;
    private readonly List<InstanceLogLine> _lines = [];
    private readonly SqliteStateStore _state;
    private TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ForwardingRig(TestAuthority? authority = null)
    {
        _state = new SqliteStateStore(Path.Combine(_directory, "state.db"));
        Options.AuthoritiesFile = authority?.File;
    }

    public LogForwardingOptions Options { get; } = new()
    {
        Linger = TimeSpan.FromMilliseconds(5),
        FirstPause = TimeSpan.FromMilliseconds(5),
        LongestPause = TimeSpan.FromMilliseconds(50),
    };

    public ConcurrentQueue<string> Logged { get; } = [];

    /// <summary>Gets how many lines were read of what was written, over all readings.</summary>
    public int Read { get; private set; }

    public LogDestinations Destinations => new(
        Microsoft.Extensions.Options.Options.Create(Options),
        new DestinationConnector(Microsoft.Extensions.Options.Options.Create(Options), new SystemNameResolver()),
        TimeProvider.System);

    /// <summary>Lines as instances write them.</summary>
    public static ForwardedLine[] Lines(params string[] texts) =>
        [.. texts.Select((text, index) => new ForwardedLine(new InstanceLogLine("web", "web-1", DateTimeOffset.UnixEpoch.AddSeconds(index), text), new LinePosition(index, 1)))];

    public void Write(params IEnumerable<string> texts)
    {
        lock (_lines)
        {
            _lines.AddRange(texts.Select(text => new InstanceLogLine("web", "web-1", DateTimeOffset.UnixEpoch.AddDays(20_000).AddMilliseconds(_lines.Count / 3), text)));
            _written.TrySetResult();
            _written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Forwards until it is ended, as a process of its own would.</summary>
    public async Task RunAsync(LogDestination destination, CancellationToken end)
    {
        var cluster = new Mock<ICluster>();
        cluster.Setup(each => each.ReadLogsAsync(It.IsAny<InstanceLogQuery>(), It.IsAny<CancellationToken>())).Returns(ReadAsync);
        var forwarding = new AppForwarding("app", cluster.Object, new ForwardingStore(_state, TimeProvider.System), Options, TimeProvider.System, this);
        try
        {
            await forwarding.RunAsync("shop", [new ForwardingTarget("web", destination)], DateTimeOffset.UnixEpoch, Destinations, end);
        }
        catch (OperationCanceledException)
        {
            // As it was to be.
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Logged.Enqueue(formatter(state, exception) + exception);

    public void Dispose()
    {
        (_state as IDisposable)?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async IAsyncEnumerable<InstanceLogLine> ReadAsync(InstanceLogQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var at = 0; ; at++)
        {
            while (true)
            {
                Task written;
                lock (_lines)
                {
                    if (at < _lines.Count)
                    {
                        break;
                    }

                    written = _written.Task;
                }

                await written.WaitAsync(cancellation);
            }

            Read++;
            if (_lines[at].Timestamp >= query.Since)
            {
                yield return _lines[at];
            }
        }
    }
}
