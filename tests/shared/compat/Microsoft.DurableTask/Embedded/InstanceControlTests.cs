using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Pipelines.DurableTask.Embedded;

/// <summary>Start, terminate, suspend, resume, purge and query.</summary>
public sealed class InstanceControlTests : EngineTests
{
    private static readonly OrchestrationRuntimeStatus[] s_live =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    [Fact]
    public async Task A_start_that_is_refused_finds_the_instance_it_was_refused_for()
    {
        await using var host = await StartAsync(Tasks);
        for (var round = 0; round < 20; round++)
        {
            var options = new StartOrchestrationOptions($"raced {round}").WithDedupeStatuses(s_live);
            var found = await Task.WhenAll(Enumerable.Range(0, 30).Select(async _ =>
            {
                try
                {
                    await host.Client.ScheduleNewOrchestrationInstanceAsync("Waits", "input", options);
                    return true;
                }
                catch (InvalidOperationException)
                {
                    return await host.Client.GetInstanceAsync(options.InstanceId!) is not null;
                }
            }));
            found.ShouldAllBe(isFound => isFound);
        }
    }

    [Fact]
    public async Task A_start_is_refused_while_the_status_is_one_to_deduplicate_by()
    {
        await using var host = await StartAsync(Tasks);
        var options = new StartOrchestrationOptions("one").WithDedupeStatuses(s_live);
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Waits", "first", options);

        var starts = await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            try
            {
                await host.Client.ScheduleNewOrchestrationInstanceAsync("Waits", $"other {i}", options);
                return "started";
            }
            catch (InvalidOperationException exception)
            {
                return exception.Message;
            }
        }));

        starts.ShouldAllBe(answer => answer.StartsWith("The orchestration with the instance id 'one' already exists", StringComparison.Ordinal));
        await host.Client.RaiseEventAsync("one", "end", "well");
        (await host.CompletionAsync("one")).ReadInputAs<string>().ShouldBe("first");
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Waits", "second", options);
        await host.Client.RaiseEventAsync("one", "end", "again");
        (await host.CompletionAsync("one")).ReadOutputAs<string>().ShouldBe("again");
    }

    [Fact]
    public async Task A_start_terminates_the_live_instance_of_its_id_otherwise()
    {
        await using var host = await StartAsync(Tasks);
        for (var i = 0; i < 50; i++)
        {
            await host.Client.ScheduleNewOrchestrationInstanceAsync("Waits", i, new StartOrchestrationOptions("one"));
            await host.Client.RaiseEventAsync("one", "other", i);
        }

        await host.Client.RaiseEventAsync("one", "end", "well");

        var result = await host.CompletionAsync("one");
        result.ReadInputAs<int>().ShouldBe(49);
        result.ReadOutputAs<string>().ShouldBe("well");
    }

    [Fact]
    public async Task Termination_reaches_descendants_only_if_so_wanted()
    {
        await using var host = await StartAsync(Tasks);
        foreach (var recursive in new[] { false, true })
        {
            await host.Client.ScheduleNewOrchestrationInstanceAsync("Family", 2, new StartOrchestrationOptions($"family-{recursive}"));
            await host.StatusAsync($"family-{recursive}/2/1", OrchestrationRuntimeStatus.Running);
            await host.Client.TerminateInstanceAsync($"family-{recursive}", new TerminateInstanceOptions("over", recursive));
            var ended = await host.CompletionAsync($"family-{recursive}");
            ended.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Terminated);
            ended.ReadOutputAs<string>().ShouldBe("over");
        }

        (await host.CompletionAsync("family-True/2/1")).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Terminated);
        (await host.Client.GetInstanceAsync("family-False/2/1"))!.IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task A_terminated_sub_orchestration_fails_in_its_parent()
    {
        await using var host = await StartAsync(Tasks);
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Family", 1, new StartOrchestrationOptions("family"));
        await host.StatusAsync("family/1", OrchestrationRuntimeStatus.Running);
        await host.Client.TerminateInstanceAsync("family/1");

        (await host.CompletionAsync("family")).FailureDetails!.InnerFailure!.ErrorMessage.ShouldContain("'family/1' was terminated");
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(0)]
    public async Task A_suspended_instance_keeps_what_arrives_until_it_is_resumed(int cached)
    {
        await using var host = await StartAsync(Tasks, options: options => options.MaximumCachedOrchestrations = cached);
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Waits");
        await host.StatusAsync(id, OrchestrationRuntimeStatus.Running);
        await host.Client.SuspendInstanceAsync(id, "lunch");
        await host.StatusAsync(id, OrchestrationRuntimeStatus.Suspended);
        await host.Client.RaiseEventAsync(id, "end", "well");
        await host.Client.RaiseEventAsync(id, "end", "late");
        (await host.Client.GetInstanceAsync(id))!.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Suspended);
        await host.Client.ResumeInstanceAsync(id, "back");

        (await host.CompletionAsync(id)).ReadOutputAs<string>().ShouldBe("well");
    }

    [Fact]
    public async Task An_ended_or_unknown_instance_refuses_control_with_a_clear_error()
    {
        await using var host = await StartAsync(Tasks);
        var id = (await host.RunAsync("Ends")).InstanceId;

        foreach (var control in new Func<string, Task>[]
        {
            id => host.Client.TerminateInstanceAsync(id), id => host.Client.SuspendInstanceAsync(id), id => host.Client.ResumeInstanceAsync(id),
        })
        {
            (await Should.ThrowAsync<InvalidOperationException>(control(id))).Message.ShouldContain("has ended: its status is Completed");
            (await Should.ThrowAsync<ArgumentException>(control("unknown"))).Message.ShouldContain("'unknown' was not found");
        }

        (await Should.ThrowAsync<NotSupportedException>(() => host.Client.RewindInstanceAsync(id, "why"))).Message.ShouldContain("orchestration rewind");
        (await host.Client.GetInstanceAsync("unknown")).ShouldBeNull();
    }

    [Fact]
    public async Task Purge_removes_ended_instances_one_by_filter_and_with_descendants()
    {
        await using var host = await StartAsync(Tasks);
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Waits", new StartOrchestrationOptions("live"));
        await host.RunAsync("Ends", options: new StartOrchestrationOptions("one"));
        await host.RunAsync("Fails", options: new StartOrchestrationOptions("failed"));
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Family", 2, new StartOrchestrationOptions("family"));
        await host.StatusAsync("family/2/1", OrchestrationRuntimeStatus.Running);
        await host.Client.TerminateInstanceAsync("family", new TerminateInstanceOptions(Recursive: true));
        await host.CompletionAsync("family/2/1");

        (await host.Client.PurgeInstanceAsync("live")).PurgedInstanceCount.ShouldBe(0);
        (await host.Client.PurgeInstanceAsync("unknown")).PurgedInstanceCount.ShouldBe(0);
        (await host.Client.PurgeInstanceAsync("one")).PurgedInstanceCount.ShouldBe(1);
        (await host.Client.PurgeInstanceAsync("family", new PurgeInstanceOptions(Recursive: true))).PurgedInstanceCount.ShouldBe(3);
        (await host.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Completed]))).PurgedInstanceCount.ShouldBe(0);
        var all = await host.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(DateTimeOffset.UtcNow.AddHours(-1)));
        all.PurgedInstanceCount.ShouldBe(1);
        all.IsComplete.ShouldBe(true);
        (await IdsAsync(host.Client.GetAllInstancesAsync())).ShouldBe(["live"]);
        (await host.History.GetAsync("family")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Queries_select_by_status_prefix_and_time_and_page_by_page()
    {
        await using var host = await StartAsync(Tasks);
        foreach (var i in Enumerable.Range(0, 25))
        {
            await host.RunAsync("Ends", options: new StartOrchestrationOptions($"app_{i:00}"));
        }

        await host.Client.ScheduleNewOrchestrationInstanceAsync("Waits", new StartOrchestrationOptions("appx"));
        await host.StatusAsync("appx", OrchestrationRuntimeStatus.Running);

        (await IdsAsync(host.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "app_", PageSize: 10)))).Count.ShouldBe(25);
        (await IdsAsync(host.Client.GetAllInstancesAsync(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running])))).ShouldBe(["appx"]);
        (await IdsAsync(host.Client.GetAllInstancesAsync(new OrchestrationQuery(CreatedFrom: DateTimeOffset.UtcNow.AddHours(1))))).ShouldBeEmpty();
        var pages = new List<int>();
        await foreach (var page in host.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 10)).AsPages())
        {
            pages.Add(page.Values.Count);
        }

        pages.ShouldBe([10, 10, 6]);
    }

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc("Waits", context => context.WaitForExternalEvent<string>("end"))
        .AddOrchestratorFunc("Ends", _ => "done")
        .AddOrchestratorFunc("Fails", context => { throw new InvalidOperationException("always"); })
        .AddOrchestratorFunc<int, string>("Family", async (context, depth) => depth == 0
            ? await context.WaitForExternalEvent<string>("end")
            : await context.CallSubOrchestratorAsync<string>(
                "Family", depth - 1, new SubOrchestrationOptions(instanceId: $"{context.InstanceId}/{depth}")));

    private static async Task<List<string>> IdsAsync(AsyncPageable<OrchestrationMetadata> instances)
    {
        var ids = new List<string>();
        await foreach (var instance in instances)
        {
            ids.Add(instance.InstanceId);
        }

        return ids;
    }
}
