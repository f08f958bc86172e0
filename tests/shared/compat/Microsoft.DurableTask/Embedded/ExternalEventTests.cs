using Microsoft.DurableTask;

namespace Pipelines.DurableTask.Embedded;

/// <summary>External events: buffered, the newest waiter first, none lost.</summary>
public sealed class ExternalEventTests : EngineTests
{
    [Theory]
    [InlineData(1_000)]
    [InlineData(0)]
    public async Task Events_that_come_early_wait_by_name_whatever_its_case(int cached)
    {
        await using var host = await StartAsync(
            tasks => tasks.AddOrchestratorFunc("Waits", async context =>
            {
                await context.WaitForExternalEvent<string>("start");
                var first = await context.WaitForExternalEvent<string>("APPROVE");
                return first + await context.WaitForExternalEvent<string>("approve");
            }),
            options: options => options.MaximumCachedOrchestrations = cached);

        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Waits");
        await host.Client.RaiseEventAsync(id, "Approve", "1");
        await host.Client.RaiseEventAsync(id, "aPPROVE", "2");
        await host.Client.RaiseEventAsync(id, "start");

        (await host.CompletionAsync(id)).ReadOutputAs<string>().ShouldBe("12");
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(0)]
    public async Task The_newest_waiter_gets_the_next_event(int cached)
    {
        await using var host = await StartAsync(
            tasks => tasks.AddOrchestratorFunc("Stack", async context =>
            {
                var waiters = Enumerable.Range(0, 3).Select(_ => context.WaitForExternalEvent<string>("Event")).ToArray();
                return string.Join(',', await Task.WhenAll(waiters));
            }),
            options: options => options.MaximumCachedOrchestrations = cached);

        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Stack");
        await host.Client.WaitForInstanceStartAsync(id);
        foreach (var payload in new[] { "1", "2", "3" })
        {
            await host.Client.RaiseEventAsync(id, "event", payload);
        }

        (await host.CompletionAsync(id)).ReadOutputAs<string>().ShouldBe("3,2,1");
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(0)]
    public async Task A_waiter_that_gave_up_swallows_no_event(int cached)
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(
            tasks => tasks.AddOrchestratorFunc("GivesUp", async context =>
            {
                var isGivenUp = await IsGivenUpAsync(context.WaitForExternalEvent<string>("event", new CancellationToken(true)))
                    && await IsGivenUpAsync(context.WaitForExternalEvent<string>("event", TimeSpan.FromSeconds(5)));
                context.SetCustomStatus(isGivenUp ? "ready" : "not given up");
                return await context.WaitForExternalEvent<string>("event", TimeSpan.FromSeconds(5));
            }),
            time,
            options => options.MaximumCachedOrchestrations = cached);

        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("GivesUp");
        await time.AdvanceToNextTimerAsync();
        await host.StatusAsync(id, "ready");
        await host.Client.RaiseEventAsync(id, "event", "mine");

        (await host.CompletionAsync(id)).ReadOutputAs<string>().ShouldBe("mine");
        host.Engine.Reader.ReadTimers().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_for_nobody_is_discarded()
    {
        await using var host = await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Sends", context =>
            {
                context.SendEvent("nobody", "event", 1);
                return "sent";
            })
            .AddOrchestratorFunc("Waits", context => context.WaitForExternalEvent<string>("event")));

        await host.Client.RaiseEventAsync("nobody", "event", "lost");
        (await host.RunAsync("Sends")).ReadOutputAs<string>().ShouldBe("sent");
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Waits", new StartOrchestrationOptions("nobody"));
        await host.Client.RaiseEventAsync("nobody", "event", "kept");

        (await host.CompletionAsync("nobody")).ReadOutputAs<string>().ShouldBe("kept");
        host.Engine.Reader.ReadInbox().ShouldBeEmpty();
    }

    [Fact]
    public async Task Orchestrations_send_each_other_events()
    {
        await using var host = await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string, string>("Ping", async (context, other) =>
            {
                context.SendEvent(other, "ball", context.InstanceId);
                return await context.WaitForExternalEvent<string>("ball");
            })
            .AddOrchestratorFunc("Pong", async context =>
            {
                var from = await context.WaitForExternalEvent<string>("ball");
                context.SendEvent(from, "ball", "back");
                return from;
            }));

        await host.Client.ScheduleNewOrchestrationInstanceAsync("Pong", new StartOrchestrationOptions("pong"));

        (await host.RunAsync("Ping", "pong")).ReadOutputAs<string>().ShouldBe("back");
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(0)]
    public async Task Ten_thousand_generations_lose_no_event_of_concurrent_senders(int cached)
    {
        const int Events = 10_000;
        const int Senders = 8;
        var seen = new int[Events];
        await using var host = await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<int, string>("Eternal", async (context, count) =>
                {
                    var number = await context.WaitForExternalEvent<int>("number");
                    if (!context.IsReplaying)
                    {
                        Interlocked.Increment(ref seen[number]);
                    }

                    if (count + 1 < Events)
                    {
                        context.ContinueAsNew(count + 1);
                    }

                    return "all";
                }),
            options: options => options.MaximumCachedOrchestrations = cached);
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Eternal", 0);

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            for (var number = sender; number < Events; number += Senders)
            {
                await host.Client.RaiseEventAsync(id, "number", number);
            }
        })));

        (await host.CompletionAsync(id)).ReadOutputAs<string>().ShouldBe("all");
        seen.ShouldAllBe(times => times == 1);
        (await host.History.GetAsync(id)).Count.ShouldBeLessThan(10);
        host.Engine.Reader.ReadInbox().ShouldBeEmpty();
    }

    private static async Task<bool> IsGivenUpAsync(Task wait)
    {
        try
        {
            await wait;
            return false;
        }
        catch (TaskCanceledException)
        {
            return true;
        }
    }
}
