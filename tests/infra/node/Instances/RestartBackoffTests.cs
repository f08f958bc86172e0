using Pipelines.Node.Destinations;
using Pipelines.Node.Instances;

namespace Pipelines.Node.Tests.Instances;

public sealed class RestartBackoffTests
{
    [Fact]
    public void Waits_double_up_to_a_minute_and_a_long_life_forgives()
    {
        var backoff = new RestartBackoff();
        var waits = Enumerable.Range(0, 8).Select(_ => backoff.Next(TimeSpan.FromSeconds(1)).TotalSeconds);
        waits.ShouldBe([1, 2, 4, 8, 16, 32, 60, 60]);
        backoff.Next(TimeSpan.FromMinutes(10)).TotalSeconds.ShouldBe(1);
    }

    [Fact]
    public async Task A_closed_gate_lets_nobody_in_and_opens_its_end_when_the_last_has_left()
    {
        var gate = new RequestGate();
        gate.TryEnter().ShouldBeTrue();
        var empty = gate.CloseAsync();
        gate.TryEnter().ShouldBeFalse();
        empty.IsCompleted.ShouldBeFalse();
        gate.Leave();
        await empty;
    }
}
