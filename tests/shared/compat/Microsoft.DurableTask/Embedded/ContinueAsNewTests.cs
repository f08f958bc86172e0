using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Pipelines.DurableTask.Embedded;

/// <summary>Beginning anew.</summary>
public sealed class ContinueAsNewTests : EngineTests
{
    [Theory]
    [InlineData(1_000)]
    [InlineData(0)]
    public async Task Generations_that_never_wait_end_after_many_turns(int cached)
    {
        await using var host = await StartAsync(
            tasks => tasks.AddOrchestratorFunc<int, int>("Counts", (context, count) =>
            {
                if (count < 1_000)
                {
                    context.ContinueAsNew(count + 1);
                }

                return Task.FromResult(count);
            }),
            options: options => options.MaximumCachedOrchestrations = cached);

        (await host.RunAsync("Counts", 0)).ReadOutputAs<int>().ShouldBe(1_000);
    }

    [Theory]
    [InlineData(true, "abc")]
    [InlineData(false, "x")]
    public async Task Events_nobody_waited_for_are_carried_over_if_so_wanted(bool preserve, string expected)
    {
        await using var host = await StartAsync(tasks => tasks.AddOrchestratorFunc<int, string>("Carries", async (context, generation) =>
        {
            if (generation < 100)
            {
                if (generation == 0)
                {
                    await context.WaitForExternalEvent<string>("go");
                }

                context.ContinueAsNew(generation + 1, preserve);
                return "";
            }

            context.SetCustomStatus("last");
            var text = await context.WaitForExternalEvent<string>("letter");
            return text == "x" ? text : text + await context.WaitForExternalEvent<string>("letter") + await context.WaitForExternalEvent<string>("letter");
        }));

        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Carries", 0);
        foreach (var letter in new[] { "a", "b", "c" })
        {
            await host.Client.RaiseEventAsync(id, "letter", letter);
        }

        await host.Client.RaiseEventAsync(id, "go");
        if (!preserve)
        {
            await host.StatusAsync(id, "last");
            await host.Client.RaiseEventAsync(id, "letter", "x");
        }

        (await host.CompletionAsync(id)).ReadOutputAs<string>().ShouldBe(expected);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(0)]
    public async Task Timers_and_tasks_of_the_last_generation_are_dropped(int cached)
    {
        var time = new FakeTimeProvider();
        var release = new TaskCompletionSource();
        await using var host = await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<int, string>("Drops", async (context, generation) =>
                {
                    if (generation == 0)
                    {
                        _ = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                        _ = context.CallActivityAsync<string>("Slow");
                        await context.WaitForExternalEvent<string>("go");
                        context.ContinueAsNew(new ContinueAsNewOptions { NewInput = 1, NewVersion = "2" });
                        return "";
                    }

                    context.SetCustomStatus("anew");
                    var timer = context.CreateTimer(TimeSpan.FromHours(2), CancellationToken.None);
                    var activity = context.CallActivityAsync<string>("Quick");
                    await timer;
                    return $"{await activity}:{context.Version}:{generation}";
                })
                .AddActivityFunc("Slow", async _ =>
                {
                    await release.Task;
                    return "slow";
                })
                .AddActivityFunc<string>("Quick", _ => "quick"),
            time,
            options => options.MaximumCachedOrchestrations = cached);

        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Drops", 0);
        await host.Client.RaiseEventAsync(id, "go");
        await host.StatusAsync(id, "anew");
        release.SetResult();
        time.Advance(TimeSpan.FromHours(1));
        (await host.Client.GetInstanceAsync(id))!.IsRunning.ShouldBeTrue();
        time.Advance(TimeSpan.FromHours(1));

        (await host.CompletionAsync(id)).ReadOutputAs<string>().ShouldBe("quick:2:1");
    }

    [Fact]
    public async Task A_sub_orchestration_of_an_earlier_generation_is_no_orphan()
    {
        await using var host = await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, string>("Parent", async (context, generation) =>
            {
                if (generation == 0)
                {
                    _ = context.CallSubOrchestratorAsync("Child", options: new SubOrchestrationOptions(instanceId: "child"));
                    await context.WaitForExternalEvent<string>("go");
                    context.ContinueAsNew(1);
                    return "";
                }

                context.SetCustomStatus("anew");
                return await context.WaitForExternalEvent<string>("end");
            })
            .AddOrchestratorFunc("Child", context => context.WaitForExternalEvent<string>("end")));

        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Parent", 0);
        await host.Client.RaiseEventAsync(id, "go");
        await host.StatusAsync(id, "anew");
        await host.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions("over", Recursive: true));

        (await host.CompletionAsync("child")).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Terminated);
    }
}
