using Microsoft.DurableTask.Client;

namespace Pipelines.DurableTask.Embedded;

/// <summary>A process is killed at a commit, and the next one brings the work to the same end.</summary>
public sealed class CrashTests : EngineTests
{
    private const int Killed = 137;
    private const int Few = 5;

    private string Home => Path.GetDirectoryName(Database)!;

    // The first commits are those of starting; the run has some forty. Every k beyond a run's end ends untouched.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(13)]
    [InlineData(16)]
    [InlineData(20)]
    public async Task Killed_at_any_commit_it_ends_the_same(int kill)
    {
        (await CrashScenario.RunInProcessAsync(Home, Few, kill)).ShouldBe(Killed);
        await EndAsync(Few);
    }

    [Fact]
    public async Task Killed_over_and_over_it_ends_the_same()
    {
        for (var kill = 3; kill < 12; kill++)
        {
            if (await CrashScenario.RunInProcessAsync(Home, Few, kill) == 0)
            {
                break;
            }
        }

        await EndAsync(Few);
    }

    [Fact]
    public async Task Hundreds_of_instances_under_a_dozen_kills_all_end()
    {
        const int Many = 300;
        for (var kill = 4; kill < 60; kill += 5)
        {
            await CrashScenario.RunInProcessAsync(Home, Many, kill);
        }

        await EndAsync(Many);
    }

    private async Task EndAsync(int instances)
    {
        (await CrashScenario.RunInProcessAsync(Home, instances, 0)).ShouldBe(0);

        CrashScenario.Effects(Home).ShouldBe(CrashScenario.ExpectedEffects(instances), ignoreOrder: true);
        await using var host = await StartAsync(tasks => { });
        await foreach (var instance in host.Client.GetAllInstancesAsync(new OrchestrationQuery(FetchInputsAndOutputs: true)))
        {
            instance.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed, $"{instance} {instance.FailureDetails}");
            instance.SerializedOutput.ShouldBe(instance.Name == "Inner" ? "5" : "\"13\"");
        }

        host.Engine.Reader.ReadInbox().ShouldBeEmpty();
        host.Engine.Reader.ReadActivities().ShouldBeEmpty();
        host.Engine.Reader.ReadTimers().ShouldBeEmpty();
    }
}
