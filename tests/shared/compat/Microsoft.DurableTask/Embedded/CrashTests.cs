using Microsoft.DurableTask.Client;

namespace Pipelines.DurableTask.Embedded;

/// <summary>A process is killed at a commit, and the next one brings the work to the same end.</summary>
public sealed class CrashTests : EngineTests
{
    private const int Killed = 137;

    [Fact]
    public async Task Killed_at_each_commit_in_turn_it_ends_the_same()
    {
        var kill = 0;
        int exitCode;
        do
        {
            var directory = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(Database)!, $"{++kill}")).FullName;
            exitCode = await CrashScenario.RunInProcessAsync(directory, instances: 1, kill);
            await EndAsync(directory, instances: 1);
        }
        while (exitCode == Killed);

        // Two commits to start, one for each turn of the two orchestrations at least: the sweep met them all.
        kill.ShouldBeGreaterThan(10);
        exitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData(5, new[] { 3, 5, 7, 9 })]
    [InlineData(300, new[] { 4, 10, 25, 40 })]
    public async Task Killed_over_and_over_many_instances_end_the_same(int instances, int[] kills)
    {
        var directory = Path.GetDirectoryName(Database)!;
        foreach (var kill in kills)
        {
            await CrashScenario.RunInProcessAsync(directory, instances, kill);
        }

        await EndAsync(directory, instances);
    }

    private static async Task EndAsync(string directory, int instances)
    {
        await CrashScenario.RunAsync(directory, instances, kill: 0);

        CrashScenario.Effects(directory).ShouldBe(CrashScenario.ExpectedEffects(instances), ignoreOrder: true);
        await using var host = await EngineHost.StartAsync(CrashScenario.Database(directory), _ => { });
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
