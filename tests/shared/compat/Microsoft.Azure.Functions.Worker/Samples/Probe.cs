using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Microsoft.Azure.Functions.Worker.Tests.Samples;

/// <summary>What the functions of one test's host tell that test, and what it tells them.</summary>
public sealed class Probe
{
    /// <summary>What happened, in order.</summary>
    public ConcurrentQueue<string> Steps { get; } = [];

    /// <summary>Set by a function that is inside of its work.</summary>
    public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Set by a test to let that function go on.</summary>
    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The runs of timer functions.</summary>
    public Channel<TimerInfo> Runs { get; } = Channel.CreateUnbounded<TimerInfo>();

    /// <summary>Awaited by the monitored timer function at each run.</summary>
    public Func<CancellationToken, Task> DuringRun { get; set; } = _ => Task.CompletedTask;
}
