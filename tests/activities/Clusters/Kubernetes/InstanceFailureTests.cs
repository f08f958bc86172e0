using Pipelines.Activities.Clusters.Kubernetes;
using Pipelines.Clusters;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

/// <summary>Releases that will not become healthy on a real cluster, and what is told of them.</summary>
public sealed class InstanceFailureTests
{
    [Fact]
    public async Task An_image_that_is_not_there_is_told_at_once()
    {
        var failure = await FailAsync(app => app.Web("r1") with { Image = "busybox@sha256:" + new string('0', 64) });
        failure.Reason.ShouldBe(InstanceFailureReason.ImageUnavailable);
        failure.Message.ShouldContain("not found");
    }

    [Fact]
    public async Task An_instance_that_is_never_ready_tells_what_its_check_found()
    {
        var failure = await FailAsync(app => app.Web("r1") with { RunCommand = "echo waiting for nobody; sleep 1000", Readiness = new HealthProbe(null, 8080, 0, 1, 1, 1, 2) });
        failure.Reason.ShouldBe(InstanceFailureReason.HealthChecksFailed);
        failure.Message.ShouldContain("connection refused");
        failure.LastLines.ShouldBe(["waiting for nobody"]);
    }

    [Fact]
    public async Task Without_room_the_schedulers_words_are_told()
    {
        var failure = await FailAsync(app => app.Web("r1") with { CpuMillicores = 900_000 }, options => options with { CpuRequestPercent = 100, StartTimeout = TimeSpan.Zero });
        failure.Reason.ShouldBe(InstanceFailureReason.ResourceExhausted);
        failure.Message.ShouldContain("Insufficient cpu");
    }

    [Fact]
    public async Task A_quota_that_has_no_room_is_told()
    {
        var failure = await FailAsync(app => app.Web("r1"), options => options with { Quota = new Dictionary<string, string> { ["pods"] = "0" } });
        failure.Reason.ShouldBe(InstanceFailureReason.ResourceExhausted);
        failure.Message.ShouldContain("exceeded quota");
    }

    [Fact]
    public async Task A_runtime_that_is_not_there_is_told()
    {
        var failure = await FailAsync(app => app.Web("r1"), options => options with { RuntimeClass = "no-such-runtime" });
        failure.Message.ShouldContain("no-such-runtime");
    }

    [Fact]
    public async Task What_the_API_refuses_is_refused()
    {
        await using var app = await AppOnCluster.StartAsync();
        var refused = await Should.ThrowAsync<ClusterException>(() => app.Driver.ApplyAsync(app.Release("r1", app.Web("r1") with { InternalPorts = [99999] }), TestContext.Current.CancellationToken));
        refused.Message.ShouldContain("99999");
    }

    private static async Task<InstanceFailure> FailAsync(Func<AppOnCluster, ReleaseComponent> make, Func<KubernetesOptions, KubernetesOptions>? configure = null)
    {
        await using var app = await AppOnCluster.StartAsync(configure);
        await app.Driver.ApplyAsync(app.Release("r1", make(app) is { HttpPort: > 0 } web && web.Readiness?.FailureThreshold > 2 ? web with { Readiness = web.Readiness with { FailureThreshold = 3 } } : make(app)), TestContext.Current.CancellationToken);
        var status = await app.UntilAsync("r1", ReleaseState.Failed, ReleaseState.Healthy);
        status.State.ShouldBe(ReleaseState.Failed);
        return status.Components.Single().Failure.ShouldNotBeNull();
    }
}
