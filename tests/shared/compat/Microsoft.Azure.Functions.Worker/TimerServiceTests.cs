using Microsoft.Azure.Functions.Worker.Tests.Hosting;
using Microsoft.Azure.Functions.Worker.Tests.Samples;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Tests;

public sealed class TimerServiceTests : IDisposable
{
    private readonly string root = TestHost.NewRoot();
    private readonly ManualTime time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task A_timer_runs_at_each_occurrence()
    {
        await using var host = await StartAsync();
        var runs = RunsOf(host);
        await time.WaitersAsync(1);

        time.Advance(TimeSpan.FromSeconds(299));
        runs.TryRead(out _).ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        var first = await runs.ReadAsync(Cancellation);
        await time.WaitersAsync(1);
        time.Advance(TimeSpan.FromMinutes(5));
        var second = await runs.ReadAsync(Cancellation);

        first.IsPastDue.ShouldBeFalse();
        first.ScheduleStatus!.Last.ShouldBe(default);
        first.ScheduleStatus.Next.ShouldBe(new DateTime(2026, 1, 5, 8, 10, 0, DateTimeKind.Utc));
        second.ScheduleStatus!.Last.ShouldBe(new DateTime(2026, 1, 5, 8, 5, 0, DateTimeKind.Utc));
    }

    [Fact]
    public async Task A_run_missed_while_the_host_was_down_is_made_up_for_once()
    {
        await using (await StartAsync())
        {
            await time.WaitersAsync(1);
        }

        time.Advance(TimeSpan.FromMinutes(42));
        await using var again = await StartAsync();
        var made = await RunsOf(again).ReadAsync(Cancellation);
        await time.WaitersAsync(1);
        time.Advance(TimeSpan.FromMinutes(3));
        var next = await RunsOf(again).ReadAsync(Cancellation);

        made.IsPastDue.ShouldBeTrue();
        next.IsPastDue.ShouldBeFalse();
        next.ScheduleStatus!.Last.ShouldBe(new DateTime(2026, 1, 5, 8, 42, 0, DateTimeKind.Utc));
    }

    [Fact]
    public async Task Nothing_is_made_up_for_when_nothing_was_missed()
    {
        await using (await StartAsync())
        {
            await time.WaitersAsync(1);
        }

        time.Advance(TimeSpan.FromMinutes(4));
        await using var again = await StartAsync();
        await time.WaitersAsync(1);
        RunsOf(again).TryRead(out _).ShouldBeFalse();
        time.Advance(TimeSpan.FromMinutes(1));

        (await RunsOf(again).ReadAsync(Cancellation)).IsPastDue.ShouldBeFalse();
    }

    [Fact]
    public async Task A_changed_schedule_is_counted_from_when_the_old_one_was_last_seen()
    {
        await using (await StartAsync("0 0 0 * * *"))
        {
            await time.WaitersAsync(1);
        }

        time.Advance(TimeSpan.FromMinutes(6));
        await using var again = await StartAsync();

        (await RunsOf(again).ReadAsync(Cancellation)).IsPastDue.ShouldBeTrue();
    }

    [Fact]
    public async Task A_timer_never_overlaps_itself_and_leaves_out_what_passes_meanwhile()
    {
        await using var host = await StartAsync();
        var probe = host.Services.GetRequiredService<Probe>();
        probe.DuringRun = probe.Release.Task.WaitAsync;
        await time.WaitersAsync(1);

        time.Advance(TimeSpan.FromMinutes(5));
        await probe.Runs.Reader.ReadAsync(Cancellation);
        time.Advance(TimeSpan.FromMinutes(12));
        probe.Runs.Reader.TryRead(out _).ShouldBeFalse();
        probe.Release.SetResult();
        await time.WaitersAsync(1);
        time.Advance(TimeSpan.FromMinutes(3));
        var next = await probe.Runs.Reader.ReadAsync(Cancellation);

        next.ScheduleStatus!.Last.ShouldBe(new DateTime(2026, 1, 5, 8, 5, 0, DateTimeKind.Utc));
        next.ScheduleStatus.Next.ShouldBe(new DateTime(2026, 1, 5, 8, 25, 0, DateTimeKind.Utc));
    }

    [Fact]
    public async Task A_run_cut_short_by_the_stop_is_made_up_for()
    {
        await using (var host = await StartAsync())
        {
            var probe = host.Services.GetRequiredService<Probe>();
            probe.DuringRun = probe.Release.Task.WaitAsync;
            await time.WaitersAsync(1);
            time.Advance(TimeSpan.FromMinutes(5));
            await probe.Runs.Reader.ReadAsync(Cancellation);
        }

        await using var again = await StartAsync();

        (await RunsOf(again).ReadAsync(Cancellation)).IsPastDue.ShouldBeTrue();
    }

    [Fact]
    public async Task A_timer_runs_at_the_start_when_it_says_so_and_survives_its_failures()
    {
        await using var host = await TestHost.StartAsync(
            """{ "functionTimeout": "-1" }""", UseTime, root, args: ["--AzureWebJobs.EveryFiveMinutes.Disabled=true", "--AzureWebJobs.AtStart.Disabled=false"]);
        var runs = RunsOf(host);

        var first = await runs.ReadAsync(Cancellation);
        await time.WaitersAsync(1);
        for (var i = 0; i < 24 * 6; i++)
        {
            time.Advance(TimeSpan.FromMinutes(10));
            await time.WaitersAsync(1);
        }

        first.IsPastDue.ShouldBeFalse();
        first.ScheduleStatus.ShouldBeNull();
        (await runs.ReadAsync(Cancellation)).ShouldNotBeNull();
        host.Logs.Entries.ShouldContain(entry => entry.Level == LogLevel.Error && entry.Text.Contains("Timer function AtStart failed"));
    }

    [Fact]
    public void A_wrong_schedule_keeps_the_host_from_starting() =>
        Should.Throw<InvalidOperationException>(() => TestHost.StartAsync(root: root, args: "--FiveMinutes=0 0 0 30 2 *"))
            .Message.ShouldBe("Function 'EveryFiveMinutes': Schedule '0 0 0 30 2 *' never occurs.");

    private static System.Threading.Channels.ChannelReader<TimerInfo> RunsOf(TestHost host) =>
        host.Services.GetRequiredService<Probe>().Runs.Reader;

    private Task<TestHost> StartAsync(string schedule = "0 */5 * * * *") => TestHost.StartAsync(
        """{ "functionTimeout": "-1" }""", UseTime, root, args: ["--FiveMinutes=" + schedule]);

    private void UseTime(Builder.FunctionsApplicationBuilder builder) => builder.Services.AddSingleton<TimeProvider>(time);
}
