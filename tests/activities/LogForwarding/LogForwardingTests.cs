using System.Text.Json.Nodes;
using Pipelines.Activities.LogForwarding;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Tests.LogForwarding;

/// <summary>Forwarding to a real HTTP server, over failures and restarts.</summary>
public sealed class LogForwardingTests
{
    private const string Secret = "s3cret-of-the-header";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Over_failures_and_a_restart_nothing_is_lost_and_only_what_was_under_way_is_sent_again()
    {
        using var authority = new TestAuthority();
        using var rig = new ForwardingRig(authority);
        await using var receiver = await HttpReceiver.StartAsync(authority);
        var failures = 3;
        receiver.OnBody = _ => Interlocked.Decrement(ref failures) >= 0 ? (503, "") : (200, "{}");
        rig.Write(Enumerable.Range(0, 100).Select(i => $"line {i}"));
        using (var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation))
        {
            var running = rig.RunAsync(To(receiver), end.Token);
            (await ReadAsync(receiver, 100)).ShouldBe(Enumerable.Range(0, 100).Select(i => $"line {i}"));
            rig.Write("line 100");
            (await ReadAsync(receiver, 1)).ShouldBe(["line 100"]);
            await end.CancelAsync();
            await running;
        }

        using (var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation))
        {
            rig.Write("line 101", "line 102");
            var running = rig.RunAsync(To(receiver), end.Token);
            var received = await ReadAsync(receiver, 2);
            received.ShouldBeSubsetOf(["line 100", "line 101", "line 102"]);
            received.TakeLast(2).ShouldBe(["line 101", "line 102"]);
            await end.CancelAsync();
            await running;
        }

        rig.Logged.ShouldContain(line => line.Contains("it answered 503", StringComparison.Ordinal));
        rig.Logged.ShouldAllBe(line => !line.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_destination_that_takes_nothing_holds_up_nobody_and_learns_what_it_missed()
    {
        const int count = 20_000;
        using var authority = new TestAuthority();
        using var rig = new ForwardingRig(authority);
        rig.Options.BufferBytes = 64 << 10;
        await using var receiver = await HttpReceiver.StartAsync(authority);
        var isDown = true;
        receiver.OnBody = _ => Volatile.Read(ref isDown) ? (500, "") : (200, "{}");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = rig.RunAsync(To(receiver), end.Token);
        rig.Write(Enumerable.Range(0, count).Select(i => $"line {i}"));
        await Until(() => rig.Read == count);
        Volatile.Write(ref isDown, false);
        var (lines, told) = (0, 0);
        var last = "";
        while (last != $"line {count - 1}")
        {
            foreach (var text in await ReadAsync(receiver, 1))
            {
                told += text.Contains("were dropped", StringComparison.Ordinal) ? int.Parse(text.Split(' ')[0]) : 0;
                lines += text.StartsWith("line ", StringComparison.Ordinal) ? 1 : 0;
                last = text;
            }
        }

        told.ShouldBeGreaterThan(count / 2);
        (lines + told).ShouldBe(count);
        await end.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_line_that_is_never_taken_keeps_no_other()
    {
        using var authority = new TestAuthority();
        using var rig = new ForwardingRig(authority);
        await using var receiver = await HttpReceiver.StartAsync(authority);
        receiver.OnBody = body => body.Contains("poison", StringComparison.Ordinal) ? (413, "") : (200, "{}");
        rig.Write("one", "two", "poison", "four", "five");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = rig.RunAsync(To(receiver), end.Token);
        (await ReadAsync(receiver, 4)).ShouldBe(["one", "two", "four", "five"]);
        rig.Write("six");
        (await ReadAsync(receiver, 2)).ShouldBe(["1 lines before this one were dropped: the destination did not take them", "six"]);
        await end.CancelAsync();
        await running;
    }

    [Fact]
    public void A_buffer_is_bounded_and_drops_the_oldest()
    {
        var buffer = new LineBuffer(64 << 10);
        foreach (var line in ForwardingRig.Lines([.. Enumerable.Range(0, 5000).Select(i => $"line {i}")]))
        {
            _ = buffer.Add(line);
            buffer.Size.ShouldBeLessThanOrEqualTo(64 << 10);
        }

        var (lines, dropped) = buffer.Take(int.MaxValue, int.MaxValue);
        lines[^1].Line.Text.ShouldBe("line 4999");
        (lines.Count + dropped).ShouldBe(5000);
        buffer.Take(1, 1).ShouldSatisfyAllConditions(taken => taken.Lines.ShouldBeEmpty(), taken => taken.Dropped.ShouldBe(0));
    }

    private static LogDestination To(HttpReceiver receiver) => new()
    {
        Name = "mine",
        Endpoint = receiver.Address.ToString(),
        Headers = [new LogDestinationHeader { Key = "X-Secret", Value = Secret }],
    };

    private static async Task<List<string>> ReadAsync(HttpReceiver receiver, int atLeast)
    {
        var texts = new List<string>();
        while (texts.Count < atLeast)
        {
            var received = await receiver.NextAsync();
            received.Headers["X-Secret"].ShouldBe(Secret);
            texts.AddRange(JsonNode.Parse(received.Body)!.AsArray().Select(line => (string)line!["message"]!));
        }

        return texts;
    }

    private static async Task Until(Func<bool> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            _ = await timer.WaitForNextTickAsync(limit.Token);
        }
    }
}
