using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Pipelines.DurableTask.Embedded;

/// <summary>The patterns of the official integration tests: each must hold with live orchestrations and with a replay at every turn.</summary>
public sealed class OrchestrationPatternTests : EngineTests
{
    [Theory]
    [InlineData(1_000)]
    [InlineData(0)]
    public async Task Chained_activities_pass_their_results_on(int cached)
    {
        await using var host = await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<int, int>("Chain", async (context, input) =>
                {
                    for (var i = 0; i < 7; i++)
                    {
                        input = await context.CallActivityAsync<int>("PlusOne", input);
                    }

                    return input;
                })
                .AddActivityFunc<int, int>("PlusOne", (_, input) => input + 1),
            options: options => options.MaximumCachedOrchestrations = cached);

        var result = await host.RunAsync("Chain", 10);

        result.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
        result.ReadOutputAs<int>().ShouldBe(17);
        result.ReadInputAs<int>().ShouldBe(10);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(0)]
    public async Task Activities_fan_out_and_in(int cached)
    {
        await using var host = await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc("Fan", async context =>
                    (await Task.WhenAll(Enumerable.Range(0, 50).Select(i => context.CallActivityAsync<int>("Square", i)))).Sum())
                .AddActivityFunc<int, int>("Square", async (_, input) =>
                {
                    await Task.Yield();
                    return input * input;
                }),
            options: options => options.MaximumCachedOrchestrations = cached);

        var result = await host.RunAsync("Fan");

        result.ReadOutputAs<int>().ShouldBe(Enumerable.Range(0, 50).Sum(i => i * i));
    }

    [Fact]
    public async Task No_more_activities_run_at_once_than_configured()
    {
        var (running, most) = (0, 0);
        await using var host = await EngineHost.StartAsync(
            Database,
            tasks => tasks
                .AddOrchestratorFunc<string>("Fan", async context =>
                {
                    await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => context.CallActivityAsync("Work")));
                    return "done";
                })
                .AddActivityFunc("Work", async _ =>
                {
                    InterlockedMax(ref most, Interlocked.Increment(ref running));
                    await Task.Yield();
                    Interlocked.Decrement(ref running);
                }),
            services: services => services.Configure<Microsoft.DurableTask.Worker.DurableTaskWorkerOptions>(
                options => options.Concurrency.MaximumConcurrentActivityWorkItems = 3));

        (await host.RunAsync("Fan")).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);

        most.ShouldBeInRange(1, 3);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(0)]
    public async Task A_timer_fires_at_its_time_and_not_before(int cached)
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(
            tasks => tasks.AddOrchestratorFunc("Sleep", async context =>
            {
                var begun = context.CurrentUtcDateTime;
                await context.CreateTimer(TimeSpan.FromHours(3), CancellationToken.None);
                return context.CurrentUtcDateTime - begun;
            }),
            time,
            options => options.MaximumCachedOrchestrations = cached);

        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Sleep");
        await time.TimerAsync();
        time.Advance(TimeSpan.FromHours(3) - TimeSpan.FromSeconds(1));
        (await host.Client.GetInstanceAsync(id))!.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Running);
        time.Advance(TimeSpan.FromSeconds(1));

        (await host.CompletionAsync(id)).ReadOutputAs<TimeSpan>().ShouldBe(TimeSpan.FromHours(3));
    }

    [Fact]
    public async Task A_cancelled_timer_leaves_nothing_behind()
    {
        await using var host = await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Race", async context =>
        {
            using var cancellation = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromDays(10), cancellation.Token);
            await context.WaitForExternalEvent<string>("go");
#pragma warning disable CA1849, VSTHRD103, MA0042 // CancelAsync would leave the orchestrator's thread.
            cancellation.Cancel();
#pragma warning restore CA1849, VSTHRD103, MA0042
            context.SetCustomStatus(timer.IsCanceled ? "cancelled" : "running");
            return await context.WaitForExternalEvent<string>("end");
        }));

        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Race");
        await host.Client.RaiseEventAsync(id, "go", "x");
        await host.StatusAsync(id, "cancelled");

        host.Engine.Reader.ReadTimers().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(0)]
    public async Task A_sub_orchestration_knows_its_parent_and_answers_it(int cached)
    {
        await using var host = await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<string>("Parent", async context => await context.CallSubOrchestratorAsync<string>(
                    "Child", "in", new SubOrchestrationOptions(instanceId: $"{context.InstanceId}-child")))
                .AddOrchestratorFunc<string, string>("Child", (context, input) => Task.FromResult($"{context.Parent!.Name}/{context.Parent.InstanceId}/{input}")),
            options: options => options.MaximumCachedOrchestrations = cached);

        var result = await host.RunAsync("Parent", options: new StartOrchestrationOptions("p1"));

        result.ReadOutputAs<string>().ShouldBe("Parent/p1/in");
        (await host.Client.GetInstanceAsync("p1-child"))!.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
    }

    [Fact]
    public async Task A_sub_orchestration_whose_id_is_taken_fails_in_its_parent()
    {
        await using var host = await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Parent", async context => await context.CallSubOrchestratorAsync<string>(
                "Child", options: new SubOrchestrationOptions(instanceId: "taken")))
            .AddOrchestratorFunc("Child", context => context.WaitForExternalEvent<string>("end")));
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Child", new StartOrchestrationOptions("taken"));

        var result = await host.RunAsync("Parent");

        result.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        result.FailureDetails!.InnerFailure!.ErrorMessage.ShouldContain("'taken' is already running");
        (await host.Client.GetInstanceAsync("taken"))!.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Start_stamps_id_version_tags_and_time()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<string>("Version", async context => await context.CallActivityAsync<string>("Version"))
                .AddActivityFunc("Version", context => context.Version),
            time);

        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Version", null, new StartOrchestrationOptions("later", time.GetUtcNow().AddHours(1))
        {
            Version = "1.2",
            Tags = new Dictionary<string, string> { ["team"] = "blue" },
        });
        await host.Client.RaiseEventAsync(id, "early", 1);
        (await host.Client.GetInstanceAsync(id))!.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Pending);
        time.Advance(TimeSpan.FromHours(1));
        var result = await host.CompletionAsync(id);

        result.ReadOutputAs<string>().ShouldBe("1.2");
        result.Tags["team"].ShouldBe("blue");
        result.CreatedAt.ShouldBe(result.LastUpdatedAt.AddHours(-1));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(0)]
    public async Task Guids_time_and_replay_are_deterministic(int cached)
    {
        var runs = new List<(Guid Guid, DateTime Time, bool IsReplaying)>();
        await using var host = await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<string>("Deterministic", async context =>
                {
                    runs.Add((context.NewGuid(), context.CurrentUtcDateTime, context.IsReplaying));
                    await context.CallActivityAsync("Nothing");
                    await context.CallActivityAsync("Nothing");
                    return context.NewGuid().ToString();
                })
                .AddActivityFunc("Nothing", _ => { }),
            options: options => options.MaximumCachedOrchestrations = cached);

        var result = await host.RunAsync("Deterministic");

        runs.Count.ShouldBe(cached == 0 ? 3 : 1);
        runs.Select(run => (run.Guid, run.Time)).Distinct().Count().ShouldBe(1);
        runs.Select(run => run.IsReplaying).ShouldBe(cached == 0 ? [false, true, true] : [false]);
        result.ReadOutputAs<string>().ShouldNotBe(runs[0].Guid.ToString());
    }

    [Fact]
    public async Task Activities_are_made_with_the_services_of_the_host()
    {
        await using var host = await EngineHost.StartAsync(
            Database,
            tasks => tasks
                .AddOrchestratorFunc("Greet", context => context.CallActivityAsync<string>(nameof(GreetActivity), "Ann"))
                .AddActivity<GreetActivity>(),
            services: services => services.AddSingleton(new Greeting("Hello")));

        (await host.RunAsync("Greet")).ReadOutputAs<string>().ShouldBe("Hello Ann");
    }

    [Fact]
    public async Task Configure_await_false_does_not_leave_the_orchestrator()
    {
        await using var host = await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Away", async context =>
            {
                var thread = 0;
                for (var i = 0; i < 20; i++)
                {
                    await context.CallActivityAsync("Nothing").ConfigureAwait(false);
                    thread += context.NewGuid() == Guid.Empty ? 1 : 0;
                }

                await context.CallActivityAsync("Nothing");
                return thread;
            })
            .AddActivityFunc("Nothing", _ => { }));

        (await host.RunAsync("Away")).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
    }

    [Fact]
    public async Task A_history_can_be_read()
    {
        await using var host = await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Readable", async context =>
            {
                await context.CallActivityAsync("Fetch", "main");
                return await context.WaitForExternalEvent<string>("approve");
            })
            .AddActivityFunc<string, string>("Fetch", (_, branch) => $"{branch}@1"));
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Readable");
        await host.Client.RaiseEventAsync(id, "approve", "yes");
        await host.CompletionAsync(id);

        var events = await host.History.GetAsync(id);

        events.Select(e => e.Type).ShouldBe(
            ["ExecutionStarted", "TaskScheduled", "TaskCompleted", "EventRaised", "Completed"], ignoreOrder: true);
        events.Single(e => e.Type == "TaskScheduled").ShouldSatisfyAllConditions(e => e.Name.ShouldBe("Fetch"), e => e.Detail.ShouldBe("\"main\""));
        events[^1].Detail.ShouldBe("\"yes\"");
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }

    private sealed record Greeting(string Word);

    private sealed class GreetActivity(Greeting greeting) : TaskActivity<string, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, string input) => Task.FromResult($"{greeting.Word} {input}");
    }
}
