using Pipelines.Clusters;

namespace Pipelines.Node.Tests.Cluster;

public sealed class LogTests
{
    [Fact]
    public async Task Output_is_read_by_tail_followed_and_kept_after_retirement()
    {
        await using var node = await TestNode.StartAsync();
        await node.DeployAsync(node.Release("talks", "r1", node.Worker("i=0; while true; do i=$((i+1)); echo line $i; sleep 0.2; done")), route: false);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var followed = new List<InstanceLogLine>();
        await foreach (var line in node.Cluster.ReadLogsAsync(new InstanceLogQuery("talks", Follow: true), limit.Token))
        {
            followed.Add(line);
            if (followed.Count == 6)
            {
                break;
            }
        }

        followed.Select(each => each.Text).ShouldBe(["line 1", "line 2", "line 3", "line 4", "line 5", "line 6"]);
        followed.Select(each => each.Timestamp).ShouldBeInOrder();
        followed[5].Timestamp.ShouldBeGreaterThan(followed[0].Timestamp);
        await node.Cluster.ApplyAsync(node.Release("talks", "r2", node.Worker("exec sleep 600")));
        await node.Cluster.RetireAsync("talks", "r1");
        (await ReadAsync(node, new InstanceLogQuery("talks", ReleaseId: "r1", Tail: 2))).Count.ShouldBe(2);
        (await ReadAsync(node, new InstanceLogQuery("talks", "other"))).ShouldBeEmpty();
    }

    private static async Task<List<string>> ReadAsync(TestNode node, InstanceLogQuery query)
    {
        var lines = new List<string>();
        await foreach (var line in node.Cluster.ReadLogsAsync(query))
        {
            lines.Add(line.Text);
        }

        return lines;
    }
}
