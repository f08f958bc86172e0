using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Pipelines.DurableTask.Embedded.Storage;

namespace Pipelines.DurableTask.Embedded;

/// <summary>Stops, restarts and take-overs within one test process.</summary>
public sealed class RestartTests : EngineTests
{
    [Fact]
    public async Task A_thousand_running_instances_go_on_within_seconds_of_a_restart()
    {
        const int Instances = 1_000;
        await using (var first = await StartAsync(Tasks))
        {
            await Task.WhenAll(Enumerable.Range(0, Instances).Select(i =>
                first.Client.ScheduleNewOrchestrationInstanceAsync("Steps", i, new StartOrchestrationOptions($"i{i}"))));
            await Task.WhenAll(Enumerable.Range(0, Instances).Select(i => first.StatusAsync($"i{i}", "waiting")));
        }

        await using var second = await StartAsync(Tasks);
        await Task.WhenAll(Enumerable.Range(0, Instances).Select(i => second.Client.RaiseEventAsync($"i{i}", "end")));
        var results = await Task.WhenAll(Enumerable.Range(0, Instances).Select(i => second.CompletionAsync($"i{i}")));

        results.Select(result => result.ReadOutputAs<int>()).ShouldBe(Enumerable.Range(3, Instances));
    }

    [Fact]
    public async Task An_activity_that_a_stop_abandons_runs_again_at_the_next_start()
    {
        var runs = 0;
        var hold = new TaskCompletionSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Register(DurableTaskRegistry tasks) => tasks
            .AddOrchestratorFunc("Holds", context => context.CallActivityAsync<int>("Hold"))
            .AddActivityFunc("Hold", async _ =>
            {
                var run = Interlocked.Increment(ref runs);
                begun.TrySetResult();
                await (run == 1 ? hold.Task : Task.CompletedTask);
                return run;
            });
        await using (var first = await StartAsync(Register, options: options => options.StopGracePeriod = TimeSpan.FromMilliseconds(20)))
        {
            await first.Client.ScheduleNewOrchestrationInstanceAsync("Holds", new StartOrchestrationOptions("holds"));
            await begun.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }

        await using var second = await StartAsync(Register);

        (await second.CompletionAsync("holds")).ReadOutputAs<int>().ShouldBe(2);
        hold.SetResult();
    }

    [Fact]
    public async Task A_stop_waits_for_activities_that_end_in_time_and_keeps_their_results()
    {
        var runs = 0;
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Register(DurableTaskRegistry tasks) => tasks
            .AddOrchestratorFunc("Holds", context => context.CallActivityAsync<int>("Hold"))
            .AddActivityFunc("Hold", async _ =>
            {
                begun.TrySetResult();
                await hold.Task;
                return Interlocked.Increment(ref runs);
            });
        var first = await StartAsync(Register);
        await first.Client.ScheduleNewOrchestrationInstanceAsync("Holds", new StartOrchestrationOptions("holds"));
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var stop = first.StopAsync();
        hold.SetResult();
        await stop;
        await first.DisposeAsync();

        await using var second = await StartAsync(Register);

        (await second.CompletionAsync("holds")).ReadOutputAs<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_timer_that_was_due_while_nobody_ran_fires_at_the_next_start()
    {
        var time = new FakeTimeProvider();
        void Register(DurableTaskRegistry tasks) => tasks.AddOrchestratorFunc<string>("Sleeps", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return "awake";
        });
        await using (var first = await StartAsync(Register, time))
        {
            await first.Client.ScheduleNewOrchestrationInstanceAsync("Sleeps", new StartOrchestrationOptions("sleeps"));
            await first.StatusAsync("sleeps", OrchestrationRuntimeStatus.Running);
        }

        time.Advance(TimeSpan.FromHours(2));
        await using var second = await StartAsync(Register, time);
        await time.AdvanceToNextTimerAsync();

        (await second.CompletionAsync("sleeps")).ReadOutputAs<string>().ShouldBe("awake");
    }

    [Fact]
    public async Task A_stale_writer_is_refused_and_stops()
    {
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runs = 0;
        void Register(DurableTaskRegistry tasks) => tasks
            .AddOrchestratorFunc("Holds", context => context.CallActivityAsync<string>("Hold"))
            .AddActivityFunc("Hold", async _ =>
            {
                if (Interlocked.Increment(ref runs) > 1)
                {
                    return "new owner";
                }

                await hold.Task;
                return "stale owner";
            });
        await using var stalled = await StartAsync(Register);
        await stalled.Client.ScheduleNewOrchestrationInstanceAsync("Holds", new StartOrchestrationOptions("holds"));
        await stalled.StatusAsync("holds", OrchestrationRuntimeStatus.Running);
        await using var owner = await StartAsync(Register);
        (await owner.CompletionAsync("holds")).ReadOutputAs<string>().ShouldBe("new owner");

        hold.SetResult();
        await Should.ThrowAsync<StaleOwnerException>(stalled.Engine.Fault.WaitAsync(TimeSpan.FromSeconds(60)));
        (await Should.ThrowAsync<StaleOwnerException>(stalled.Client.RaiseEventAsync("holds", "x"))).Message.ShouldContain("was refused");

        (await owner.Client.GetInstanceAsync("holds", true))!.ReadOutputAs<string>().ShouldBe("new owner");
        (await owner.RunAsync("Holds")).ReadOutputAs<string>().ShouldBe("new owner");
    }

    [Fact]
    public async Task An_instance_whose_orchestrator_is_gone_fails_clearly()
    {
        await using (var first = await StartAsync(Tasks))
        {
            await first.Client.ScheduleNewOrchestrationInstanceAsync("Steps", 1, new StartOrchestrationOptions("gone"));
            await first.StatusAsync("gone", "waiting");
        }

        await using var second = await StartAsync(tasks => { });
        await second.Client.RaiseEventAsync("gone", "end");

        (await second.CompletionAsync("gone")).FailureDetails!.ErrorMessage.ShouldStartWith("No orchestrator task named 'Steps' was found.");
    }

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<int, int>("Steps", async (context, input) =>
        {
            for (var i = 0; i < 3; i++)
            {
                input = await context.CallActivityAsync<int>("PlusOne", input);
            }

            context.SetCustomStatus("waiting");
            await context.WaitForExternalEvent<object>("end");
            return input;
        })
        .AddActivityFunc<int, int>("PlusOne", (_, input) => input + 1);
}
