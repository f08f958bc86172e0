using Pipelines.Clusters;

namespace Pipelines.Node.Tests.Cluster;

public sealed class FailureTests
{
    [Fact]
    public async Task An_instance_that_exits_at_once_fails_at_once_with_code_and_lines()
    {
        await using var node = await TestNode.StartAsync();
        var status = await node.DeployAsync(node.Release("exits", "r1", node.Service(command: "echo out of luck; exit 3")));
        status.State.ShouldBe(ReleaseState.Failed);
        var failure = status.Components[0].Failure.ShouldNotBeNull();
        failure.Reason.ShouldBe(InstanceFailureReason.ExitNonZero);
        failure.ExitCode.ShouldBe(3);
        failure.LastLines.ShouldBe(["out of luck"]);
    }

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
        var status = await node.DeployAsync(node.Release("deaf", "r1", node.Service(command: "echo waiting; exec sleep 600")));
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
        var status = await node.DeployAsync(node.Release("wrong", "r1", node.Service(command: command)));
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
    public async Task An_unknown_image_fails_the_release()
    {
        await using var node = await TestNode.StartAsync();
        var image = $"test/app@sha256:{new string('a', 64)}";
        var status = await node.DeployAsync(node.Release("noimage", "r1", node.Service() with { Image = image }));
        status.Components[0].Failure!.Reason.ShouldBe(InstanceFailureReason.ImageUnavailable);
    }

    [Fact]
    public async Task A_crash_after_readiness_is_restarted_and_recorded()
    {
        await using var node = await TestNode.StartAsync();
        await node.DeployAsync(node.Release("crashes", "r1", node.Service(command: "httpd -p $PORT -h www; sleep 1; echo tired; exit 7")));
        var crashed = await node.WaitAsync("crashes", "r1", each => each.State == ReleaseState.Degraded);
        crashed.Components[0].ReadyInstances.ShouldBe(0);
        var again = await node.WaitAsync("crashes", "r1", each => each.State == ReleaseState.Healthy);
        again.Components[0].Restarts.ShouldBeGreaterThan(0);
        again.Components[0].Failure!.ExitCode.ShouldBe(7);
        again.Components[0].Failure!.LastLines.ShouldContain("tired");
    }

    [Fact]
    public async Task A_failing_liveness_check_restarts_the_instance()
    {
        await using var node = await TestNode.StartAsync();
        var service = node.Service(command: "mkdir /tmp/w; echo ok >/tmp/w/index.html; (sleep 1; mv /tmp/w/index.html /tmp/w/x) & exec httpd -f -p $PORT -h /tmp/w") with
        {
            Liveness = new HealthProbe("/index.html", 8080, 0, 1, 1, 1, 1),
        };
        await node.DeployAsync(node.Release("sick", "r1", service));
        var restarted = await node.WaitAsync("sick", "r1", each => each.Components[0].Restarts > 0);
        restarted.Components[0].Failure!.Reason.ShouldBe(InstanceFailureReason.HealthChecksFailed);
    }

    [Theory]
    [InlineData("trap '' TERM; httpd -p $PORT -h www; while true; do sleep 1; done", 2, 8)]
    [InlineData("exec httpd -f -p $PORT -h www", 0, 1.9)]
    public async Task Stopping_takes_the_grace_period_only_when_SIGTERM_is_ignored(string command, double atLeast, double atMost)
    {
        await using var node = await TestNode.StartAsync();
        await node.DeployAsync(node.Release("stubborn", "r1", node.Service(command: command)), route: false);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await node.Cluster.RetireAsync("stubborn", "r1");
        watch.Elapsed.TotalSeconds.ShouldBeInRange(atLeast, atMost);
    }
}
