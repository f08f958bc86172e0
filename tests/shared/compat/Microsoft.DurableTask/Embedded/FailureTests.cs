using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Pipelines.DurableTask.Embedded;

/// <summary>Failures and retries.</summary>
public sealed class FailureTests : EngineTests
{
    [Fact]
    public async Task A_failed_activity_tells_type_message_stack_and_cause()
    {
        await using var host = await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Fails", context => context.CallActivityAsync("Throw"))
            .AddActivityFunc("Throw", _ => throw new InvalidOperationException("Kah-BOOM", new FileNotFoundException("inner"))));

        var result = await host.RunAsync("Fails");

        result.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        var failure = result.FailureDetails.ShouldNotBeNull();
        failure.ErrorType.ShouldBe(typeof(TaskFailedException).FullName);
        failure.ErrorMessage.ShouldBe("Task 'Throw' (#0) failed with an unhandled exception: Kah-BOOM");
        failure.StackTrace.ShouldNotBeNullOrEmpty();
        var cause = failure.InnerFailure.ShouldNotBeNull();
        cause.IsCausedBy<InvalidOperationException>().ShouldBeTrue();
        cause.IsCausedBy<ArgumentException>().ShouldBeFalse();
        cause.StackTrace.ShouldNotBeNullOrEmpty();
        cause.InnerFailure!.IsCausedBy<IOException>().ShouldBeTrue();
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(0)]
    public async Task A_caught_failure_lets_the_orchestrator_go_on(int cached)
    {
        await using var host = await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc("Catches", async context =>
                {
                    try
                    {
                        await context.CallSubOrchestratorAsync("Child");
                        return "no";
                    }
                    catch (TaskFailedException exception)
                    {
                        await context.CallActivityAsync("Compensate");
                        return $"{exception.TaskName}:{exception.FailureDetails.ErrorMessage}";
                    }
                })
                .AddOrchestratorFunc("Child", context => { throw new InvalidOperationException("child " + context.Name); })
                .AddActivityFunc("Compensate", _ => { }),
            options: options => options.MaximumCachedOrchestrations = cached);

        (await host.RunAsync("Catches")).ReadOutputAs<string>().ShouldBe("Child:child Child");
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(0)]
    public async Task A_policy_waits_longer_each_time_and_gives_up_in_the_end(int cached)
    {
        var time = new FakeTimeProvider();
        var attempts = 0;
        await using var host = await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc("Retries", context => context.CallActivityAsync("Throw", TaskOptions.FromRetryPolicy(
                    new RetryPolicy(5, TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(5)))))
                .AddActivityFunc("Throw", _ =>
                {
                    Interlocked.Increment(ref attempts);
                    throw new InvalidOperationException("again");
                }),
            time,
            options => options.MaximumCachedOrchestrations = cached);

        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Retries");
        var waits = new List<double>();
        for (var i = 0; i < 4; i++)
        {
            waits.Add((await time.AdvanceToNextTimerAsync()).TotalSeconds);
        }

        (await host.CompletionAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        waits.ShouldBe([1, 2, 4, 5]);
        attempts.ShouldBe(5);
    }

    [Fact]
    public async Task A_policy_tries_only_what_it_may_and_while_there_is_time()
    {
        var time = new FakeTimeProvider();
        var (wrongKind, late) = (0, 0);
        await using var host = await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc("WrongKind", context => context.CallActivityAsync("WrongKind", TaskOptions.FromRetryPolicy(
                    new RetryPolicy(5, TimeSpan.FromSeconds(1)) { HandleFailure = failure => failure.IsCausedBy<IOException>() })))
                .AddActivityFunc("WrongKind", _ =>
                {
                    wrongKind++;
                    throw new InvalidOperationException("no");
                })
                .AddOrchestratorFunc("Late", context => context.CallActivityAsync("Late", TaskOptions.FromRetryPolicy(
                    new RetryPolicy(5, TimeSpan.FromSeconds(10), retryTimeout: TimeSpan.FromSeconds(15)))))
                .AddActivityFunc("Late", _ =>
                {
                    late++;
                    throw new InvalidOperationException("no");
                }),
            time);

        (await host.RunAsync("WrongKind")).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        wrongKind.ShouldBe(1);
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Late");
        await time.AdvanceToNextTimerAsync();
        await time.AdvanceToNextTimerAsync();
        (await host.CompletionAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        late.ShouldBe(3);
    }

    [Fact]
    public async Task A_handler_decides_on_each_failure_and_may_wait()
    {
        var time = new FakeTimeProvider();
        var attempts = 0;
        await using var host = await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc("Retries", context => context.CallActivityAsync<string>("Flaky", TaskOptions.FromRetryHandler(async retry =>
                {
                    await retry.OrchestrationContext.CreateTimer(TimeSpan.FromSeconds(retry.LastAttemptNumber), CancellationToken.None);
                    return retry.LastFailure.IsCausedBy<InvalidOperationException>() && retry.TotalRetryTime < TimeSpan.FromMinutes(1);
                })))
                .AddActivityFunc<string>("Flaky", _ => ++attempts < 3 ? throw new InvalidOperationException("flaky") : "well"),
            time);

        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Retries");
        (await time.AdvanceToNextTimerAsync()).ShouldBe(TimeSpan.FromSeconds(1));
        (await time.AdvanceToNextTimerAsync()).ShouldBe(TimeSpan.FromSeconds(2));

        (await host.CompletionAsync(id)).ReadOutputAs<string>().ShouldBe("well");
    }

    [Fact]
    public async Task A_sub_orchestration_is_tried_again_under_its_id()
    {
        var time = new FakeTimeProvider();
        var attempts = 0;
        await using var host = await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(
                    TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromSeconds(1))), "child")))
                .AddOrchestratorFunc("Child", context => ++attempts < 3 ? throw new InvalidOperationException("flaky") : context.InstanceId),
            time);

        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
        await time.AdvanceToNextTimerAsync();
        await time.AdvanceToNextTimerAsync();

        (await host.CompletionAsync(id)).ReadOutputAs<string>().ShouldBe("child");
    }

    [Fact]
    public async Task A_task_that_is_not_registered_is_not_tried_again()
    {
        await using var host = await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Calls", context => context.CallActivityAsync("Missing", TaskOptions.FromRetryPolicy(
                new RetryPolicy(100, TimeSpan.FromHours(1)))))
            .AddOrchestratorFunc("CallsSub", context => context.CallSubOrchestratorAsync("MissingSub", TaskOptions.FromRetryHandler(_ => true))));

        var result = await host.RunAsync("Calls");
        var sub = await host.RunAsync("CallsSub");
        var missing = await host.RunAsync("Nowhere");

        result.FailureDetails!.InnerFailure!.ErrorType.ShouldBe("ActivityTaskNotFound");
        result.FailureDetails.InnerFailure.ErrorMessage.ShouldStartWith("No activity task named 'Missing' was found.");
        sub.FailureDetails!.InnerFailure!.ErrorType.ShouldBe("OrchestratorTaskNotFound");
        missing.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        missing.FailureDetails!.ErrorMessage.ShouldStartWith("No orchestrator task named 'Nowhere' was found.");
    }

    [Fact]
    public async Task A_history_that_grows_beyond_its_limit_fails_the_instance_clearly()
    {
        await using var host = await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<string>("Endless", async context =>
                {
                    while (true)
                    {
                        await context.CallActivityAsync("Nothing");
                    }
                })
                .AddActivityFunc("Nothing", _ => { }),
            options: options => options.MaximumHistoryEvents = 50);

        var result = await host.RunAsync("Endless");

        result.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        result.FailureDetails!.ErrorMessage.ShouldContain("at most 50");
    }
}
