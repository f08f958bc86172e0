using Pipelines.Clusters;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

/// <summary>The output of pods on a real cluster.</summary>
public sealed class InstanceLogTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Following_shows_pods_that_come_later_and_each_line_once_over_restarts()
    {
        await using var app = await AppOnCluster.StartAsync();
        var counting = app.Worker("for i in 1 2 3 4; do echo line $i; sleep 1; done; exit 1");
        var seen = new List<string>();
        await app.Driver.ApplyAsync(app.Release("r1", counting), Cancellation);
        await foreach (var line in app.Driver.ReadLogsAsync(new InstanceLogQuery(app.Id, Follow: true), Cancellation))
        {
            line.Component.ShouldBe("work");
            seen.Add(line.Text);
            if (seen.Count == 8)
            {
                break;
            }
        }

        seen.ShouldBe(["line 1", "line 2", "line 3", "line 4", "line 1", "line 2", "line 3", "line 4"]);
        var last = await app.Driver.ReadLogsAsync(new InstanceLogQuery(app.Id, "work", "r1", Tail: 2), Cancellation).Select(line => line.Text).ToListAsync(Cancellation);
        last.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Instances_are_interleaved_by_time_and_cut_over_all()
    {
        await using var app = await AppOnCluster.StartAsync();
        await app.Driver.ApplyAsync(app.Release("r1", app.Worker("echo a1; sleep 2; echo a2; sleep 1000", "a"), app.Worker("sleep 1; echo b1; sleep 2; echo b2; sleep 1000", "b")), Cancellation);
        var following = new List<string>();
        await foreach (var line in app.Driver.ReadLogsAsync(new InstanceLogQuery(app.Id, Follow: true), Cancellation))
        {
            following.Add(line.Text);
            if (following.Count == 4)
            {
                break;
            }
        }

        var all = await app.Driver.ReadLogsAsync(new InstanceLogQuery(app.Id), Cancellation).ToListAsync(Cancellation);
        all.Select(line => line.Text).ShouldBe(["a1", "a2", "b1", "b2"], ignoreOrder: true);
        all.Select(line => line.Timestamp).ShouldBeInOrder();
        (await app.Driver.ReadLogsAsync(new InstanceLogQuery(app.Id, Tail: 3), Cancellation).ToListAsync(Cancellation)).ShouldBe(all.TakeLast(3));
        (await app.Driver.ReadLogsAsync(new InstanceLogQuery(app.Id, "b"), Cancellation).Select(line => line.Text).ToListAsync(Cancellation)).ShouldBe(["b1", "b2"]);
    }
}
