namespace Microsoft.Azure.Functions.Worker.Tests.Samples;

public sealed class TimerFunctions(Probe probe)
{
    [Function("EveryFiveMinutes")]
    public async Task EveryFiveMinutesAsync([TimerTrigger("%FiveMinutes%")] TimerInfo timer, FunctionContext context, CancellationToken ct)
    {
        probe.Steps.Enqueue(context.FunctionDefinition.Name);
        probe.Runs.Writer.TryWrite(timer);
        await probe.DuringRun(ct);
    }

    [Function("AtStart")]
    public void AtStart([TimerTrigger("1.00:00:00", UseMonitor = false, RunOnStartup = true)] TimerInfo timer)
    {
        probe.Runs.Writer.TryWrite(timer);
        throw new InvalidOperationException("a failure of one run is not the end of its timer");
    }
}
