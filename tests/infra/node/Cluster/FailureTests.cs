using Pipelines.Clusters;

namespace Pipelines.Node.Tests.Cluster;

public sealed class FailureTests
{
    [Theory]
    [InlineData("runc")]
    [InlineData("runsc")]
    public async Task A_missing_program_is_told_from_a_failing_one(string runtime)
    {
        await using var node = await TestNode.StartAsync(runtime);
        var status = await node.DeployAsync(node.Release("missing", "r1", node.Service(command: "exec /no/such/program")));
        status.Components[0].Failure!.Reason.ShouldBe(InstanceFailureReason.CommandNotExecutable);
    }

    [Fact]
    public async Task An_instance_that_never_listens_fails_when_the_thresholds_are_used_up()
    {
        await using var node = await TestNode.StartAsync();
        var status = await node.DeployAsync(node.Release("deaf", "r1", node.Service(command: "echo waiting; exec sleep 600", failures: 3)));
        var failure = status.Components[0].Failure.ShouldNotBeNull();
        failure.Reason.ShouldBe(InstanceFailureReason.HealthChecksFailed);
        failure.Message.ShouldContain("listens on no port");
        failure.LastLines.ShouldBe(["waiting"]);
    }

    [Theory]
    [InlineData("exec httpd -f -p 127.0.0.1:8080 -h www", "127.0.0.1:8080 only")]
    [InlineData("exec httpd -f -p 9999 -h www", "port 9999")]
    public async Task A_wrong_address_is_explained(string command, string hint)
    {
        await using var node = await TestNode.StartAsync();
        var status = await node.DeployAsync(node.Release("wrong", "r1", node.Service(command: command, failures: 3)));
        status.Components[0].Failure!.Message.ShouldContain(hint);
    }

    [Theory]
    [InlineData("runc")]
    [InlineData("runsc")]
    public async Task Too_much_memory_is_told_from_other_ends(string runtime)
    {
        await using var node = await TestNode.StartAsync(runtime);
        var status = await node.DeployAsync(node.Release("greedy", "r1", node.Service(command: "exec tail /dev/zero")));
        status.Components[0].Failure!.Reason.ShouldBe(InstanceFailureReason.OutOfMemory);
    }

    [Fact]
    public async Task A_failing_liveness_check_restarts_the_instance()
    {
        await using var node = await TestNode.StartAsync();
        const string Fragile = """
            mkdir -p /tmp/w/cgi-bin
            echo ok >/tmp/w/index.html
            printf '#!/bin/sh\nrm /tmp/w/index.html\necho; echo broken\n' >/tmp/w/cgi-bin/break
            chmod +x /tmp/w/cgi-bin/break
            exec httpd -f -p $PORT -h /tmp/w
            """;
        var service = node.Service(command: Fragile) with
        {
            Liveness = new HealthProbe("/index.html", 8080, 0, 1, 1, 1, 1),
        };
        await node.DeployAsync(node.Release("sick", "r1", service));
        (await node.GetAsync("sick", "/cgi-bin/break")).ShouldBe("broken");
        var restarted = await node.WaitAsync("sick", "r1", each => each.Components[0].Restarts > 0);
        restarted.Components[0].Failure!.Reason.ShouldBe(InstanceFailureReason.HealthChecksFailed);
    }

    [Theory]
    [InlineData("trap '' TERM; httpd -p $PORT -h www; while true; do sleep 1; done", 2, 2, 62)]
    [InlineData("exec httpd -f -p $PORT -h www", 120, 0, 60)]
    public async Task Stopping_takes_the_grace_period_only_when_SIGTERM_is_ignored(string command, int grace, double atLeast, double atMost)
    {
        await using var node = await TestNode.StartAsync();
        await node.DeployAsync(node.Release("stubborn", "r1", node.Service(command: command) with { GracePeriodSeconds = grace }), route: false);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await node.Cluster.RetireAsync("stubborn", "r1");
        watch.Elapsed.TotalSeconds.ShouldBeInRange(atLeast, atMost);
    }
}
