using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Pipelines.DurableTask.Embedded;

/// <summary>Replay: a cold one is no different from a live run, and changed code is found out.</summary>
public sealed class ReplayTests : EngineTests
{
    [Fact]
    public async Task A_cold_replay_at_every_turn_gives_the_same_history_as_a_live_run()
    {
        var histories = new List<List<string>>();
        foreach (var cached in new[] { 1_000, 0 })
        {
            await using var host = await EngineHost.StartAsync(
                $"{Database}-{cached}",
                tasks => tasks
                    .AddOrchestratorFunc<string>("Mixed", MixedAsync)
                    .AddOrchestratorFunc<int, int>("Child", async (context, input) => await context.CallActivityAsync<int>("Double", input) + 1)
                    .AddActivityFunc<int, int>("Double", (_, input) => input * 2)
                    .AddActivityFunc<int, int>("Flaky", (_, input) => input % 2 == 0 ? throw new InvalidOperationException($"even {input}") : input),
                options: options => options.MaximumCachedOrchestrations = cached);
            var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Mixed", new StartOrchestrationOptions("mixed"));
            await host.StatusAsync(id, "asking");
            await host.Client.RaiseEventAsync(id, "answer", 7);
            var result = await host.CompletionAsync(id);
            result.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed, $"{result.FailureDetails}");
            histories.Add([.. (await host.History.GetAsync(id)).Select(e => $"{e.Type} {e.Name} {(e.Type is "TimerCreated" or "SubOrchestrationCreated" ? null : e.Detail)}")]);
        }

        histories[1].ShouldBe(histories[0]);
    }

    [Theory]
    [InlineData("other activity", "step 1 as the call of activity 'Second'", "step 1 as the call of activity 'Other'")]
    [InlineData("timer", "step 1 as the call of activity 'Second'", "step 1 as a timer")]
    [InlineData("sub-orchestration", "step 1 as the call of activity 'Second'", "step 1 as the call of sub-orchestrator 'Sub'")]
    [InlineData("fewer steps", "step 1 as the call of activity 'Second'", "to end")]
    [InlineData("wait instead", "step 1 as the call of activity 'Second'", "no step and waits")]
    [InlineData("more steps", "no further step at that point", "step 2 as the sending of event 'More'")]
    public async Task Changed_code_fails_the_instance_naming_both_sides(string change, string recorded, string attempted)
    {
        await using (var first = await StartAsync(tasks => Tasks(tasks, "none")))
        {
            await first.Client.ScheduleNewOrchestrationInstanceAsync("Changes", new StartOrchestrationOptions("changes"));
            await first.StatusAsync("changes", "waiting");
        }

        await using var second = await StartAsync(tasks => Tasks(tasks, change));
        await second.Client.RaiseEventAsync("changes", "end", "x");
        var result = await second.CompletionAsync("changes");

        result.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        result.FailureDetails!.ErrorType.ShouldEndWith("NonDeterministicOrchestrationException");
        result.FailureDetails.ErrorMessage.ShouldStartWith("The orchestrator 'Changes' (instance 'changes') is not deterministic");
        result.FailureDetails.ErrorMessage.ShouldContain($"its history records {recorded}, but the replayed code attempted {attempted}.");
    }

    [Fact]
    public async Task Unchanged_code_goes_on_after_a_restart()
    {
        await using (var first = await StartAsync(tasks => Tasks(tasks, "none")))
        {
            await first.Client.ScheduleNewOrchestrationInstanceAsync("Changes", new StartOrchestrationOptions("changes"));
            await first.StatusAsync("changes", "waiting");
        }

        await using var second = await StartAsync(tasks => Tasks(tasks, "none"));
        await second.Client.RaiseEventAsync("changes", "end", "x");

        (await second.CompletionAsync("changes")).ReadOutputAs<string>().ShouldBe("x");
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(0)]
    public async Task Awaiting_what_is_not_durable_fails_the_instance_clearly(int cached)
    {
        await using var host = await StartAsync(
            tasks => tasks.AddOrchestratorFunc<string>("Strays", async context =>
            {
                await Task.Run(static () => { });
                return await context.WaitForExternalEvent<string>("never");
            }),
            options: options => options.MaximumCachedOrchestrations = cached);

        var result = await host.RunAsync("Strays");

        result.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        result.FailureDetails!.ErrorMessage.ShouldContain("awaited a task that is not durable");
    }

    [Fact]
    public async Task A_replay_safe_logger_speaks_once()
    {
        var lines = new List<string>();
        await using var host = await EngineHost.StartAsync(
            Database,
            tasks => tasks
                .AddOrchestratorFunc<string>("Logs", async context =>
                {
#pragma warning disable CA2254 // The text is what the test looks for.
                    context.CreateReplaySafeLogger("Logs").LogInformation("first");
                    await context.CallActivityAsync("Nothing");
                    context.ReplaySafeLoggerFactory.CreateLogger("Logs").LogInformation("second");
                    await context.CallActivityAsync("Nothing");
#pragma warning restore CA2254
                    return "done";
                })
                .AddActivityFunc("Nothing", _ => { }),
            options: options => options.MaximumCachedOrchestrations = 0,
            services: services => services.AddLogging(logging => logging.AddProvider(new ListLoggerProvider("Logs", lines))));

        await host.RunAsync("Logs");

        lines.ShouldBe(["first", "second"]);
    }

    private static async Task<string> MixedAsync(TaskOrchestrationContext context)
    {
        var sum = 0;
        for (var i = 0; i < 3; i++)
        {
            sum += await context.CallActivityAsync<int>("Double", i).ConfigureAwait(false);
        }

        foreach (var i in new[] { 1, 2 })
        {
            try
            {
                sum += await context.CallActivityAsync<int>("Flaky", i);
            }
            catch (TaskFailedException)
            {
                sum += 100;
            }
        }

        await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        sum += await context.CallSubOrchestratorAsync<int>("Child", 5);
        context.SetCustomStatus("asking");
        return $"{sum + await context.WaitForExternalEvent<int>("answer", TimeSpan.FromHours(1))}";
    }

    private static void Tasks(DurableTaskRegistry tasks, string change) => tasks
        .AddOrchestratorFunc<string>("Changes", async context =>
        {
            await context.CallActivityAsync("First");
            switch (change)
            {
                case "other activity":
                    await context.CallActivityAsync("Other");
                    break;
                case "timer":
                    await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                    break;
                case "sub-orchestration":
                    await context.CallSubOrchestratorAsync("Sub");
                    break;
                case "fewer steps":
                    return "";
                case "wait instead":
                    await context.WaitForExternalEvent<string>("never");
                    break;
                default:
                    await context.CallActivityAsync("Second");
                    break;
            }

            if (change == "more steps")
            {
                context.SendEvent("nobody", "More", 1);
            }

            context.SetCustomStatus("waiting");
            return await context.WaitForExternalEvent<string>("end");
        })
        .AddOrchestratorFunc("Sub", _ => "sub")
        .AddActivityFunc("First", _ => { })
        .AddActivityFunc("Second", _ => { })
        .AddActivityFunc("Other", _ => { });
}
