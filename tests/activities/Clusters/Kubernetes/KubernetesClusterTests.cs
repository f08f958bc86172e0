using Pipelines.AppSpecs;
using Pipelines.Clusters;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

/// <summary>The driver on a real cluster, with real pods under gVisor.</summary>
public sealed class KubernetesClusterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_static_site_is_as_the_ingress_that_serves_it_says()
    {
        await using var app = await AppOnCluster.StartAsync();
        var release = app.Release("r1", new ReleaseComponent { Name = "docs", Kind = ComponentKind.StaticSite, SiteDigest = "sha256:1" });
        app.Ingress.State = ReleaseState.Failed;
        await app.Driver.ApplyAsync(release, Cancellation);
        (await app.UntilAsync("r1", ReleaseState.Failed)).Components.Single().Name.ShouldBe("docs");
        app.Ingress.State = ReleaseState.Healthy;
        (await app.UntilAsync("r1", ReleaseState.Healthy)).Routed.ShouldBeFalse();
        await app.Driver.RouteAsync(app.Id, "r1", Cancellation);
        app.Ingress.Routed.ShouldBe("r1");
        (await app.Driver.ListReleasesAsync(app.Id, Cancellation)).Single().State.ShouldBe(ReleaseState.Healthy);

        await app.Driver.ApplyAsync(app.Release("r2", app.Worker("sleep 1000")), Cancellation);
        await app.Driver.RouteAsync(app.Id, "r2", Cancellation);
        app.Ingress.Routed.ShouldBeNull("nothing of the app is public any more");
        await app.Driver.RetireAsync(app.Id, "r1", Cancellation);
    }

    [Fact]
    public async Task A_namespace_that_is_not_the_platforms_is_left_alone()
    {
        await using var app = await AppOnCluster.StartAsync();
        _ = await app.Cluster.KubectlAsync(["create", "namespace", "app-" + app.Id], cancellation: Cancellation);
        (await Should.ThrowAsync<ClusterException>(() => app.Driver.DeleteAppAsync(app.Id, Cancellation))).Message.ShouldContain("left alone");
    }

    [Fact]
    public async Task What_somebody_changed_by_hand_is_taken_back()
    {
        await using var app = await AppOnCluster.StartAsync();
        var release = app.Release("r1", app.Worker("sleep 1000"));
        await app.Driver.ApplyAsync(release, Cancellation);
        var deployment = (await app.ObjectsAsync("deployments")).Single();
        _ = await app.Cluster.KubectlAsync(["scale", deployment, "-n", "app-" + app.Id, "--replicas=0"], cancellation: Cancellation);
        await app.Driver.ApplyAsync(release, Cancellation);
        (await app.Cluster.KubectlAsync(["get", deployment, "-n", "app-" + app.Id, "-o", "jsonpath={.spec.replicas}"], cancellation: Cancellation)).ShouldBe("1");
    }

    [Fact]
    public async Task What_belongs_to_no_known_release_is_removed_once_it_is_old()
    {
        await using var app = await AppOnCluster.StartAsync(Quick);
        await app.Driver.ApplyAsync(app.Release("r1", app.Worker("sleep 1000")), Cancellation);
        string[] place = ["-n", "app-" + app.Id];
        _ = await app.Cluster.KubectlAsync(["create", "secret", "generic", "leftover", .. place], cancellation: Cancellation);
        _ = await app.Cluster.KubectlAsync(["label", "secret", "leftover", "app.kubernetes.io/managed-by=pipelines", "pipelines.dev/app=" + app.Id, "pipelines.dev/release=forgotten", .. place], cancellation: Cancellation);
        await app.Driver.RouteAsync(app.Id, "r1", Cancellation);
        (await app.ObjectsAsync("secrets")).ShouldContain("secret/leftover", "it may be of a release that is just being made");
        await app.NewDriver(app.Api, new LaterTime(TimeSpan.FromHours(2))).RouteAsync(app.Id, "r1", Cancellation);
        (await app.ObjectsAsync("secrets")).ShouldNotContain("secret/leftover");
        (await app.ObjectsAsync("deployments")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Killed_after_any_call_and_run_again_everything_ends_the_same()
    {
        await using var steady = await AppOnCluster.StartAsync(Quick);
        await using var dying = await AppOnCluster.StartAsync(Quick);
        foreach (var step in new Func<AppOnCluster, ICluster, Task>[]
        {
            (app, driver) => driver.ApplyAsync(app.Release("r1", app.Worker("sleep 1000"))),
            (app, driver) => driver.RouteAsync(app.Id, "r1"),
            (app, driver) => driver.RunJobAsync(app.Job("once", "echo done")),
            (app, driver) => driver.ApplyAsync(app.Release("r2", app.Worker("sleep 1001"), app.Worker("sleep 1002", "more"))),
            (app, driver) => driver.RouteAsync(app.Id, "r2"),
            (app, driver) => driver.RetireAsync(app.Id, "r1"),
        })
        {
            await step(steady, steady.Driver);
            await RunDyingAsync(dying, step);
            (await dying.ObjectsAsync("deployments,services,secrets,jobs,networkpolicies,resourcequotas,serviceaccounts"))
                .ShouldBe(await steady.ObjectsAsync("deployments,services,secrets,jobs,networkpolicies,resourcequotas,serviceaccounts"));
        }

        (await dying.Driver.ListReleasesAsync(dying.Id, Cancellation)).Single().Routed.ShouldBeTrue();
        await RunDyingAsync(dying, (app, driver) => driver.DeleteAppAsync(app.Id));
        (await dying.Cluster.KubectlAsync(["get", "namespace", "app-" + dying.Id, "--ignore-not-found"], cancellation: Cancellation)).ShouldBeEmpty();
    }

    private static Activities.Clusters.Kubernetes.KubernetesOptions Quick(Activities.Clusters.Kubernetes.KubernetesOptions options) => options with { RuntimeClass = "" };

    private static async Task RunDyingAsync(AppOnCluster app, Func<AppOnCluster, ICluster, Task> step)
    {
        for (var last = 1; last < 200; last++)
        {
            try
            {
                await step(app, app.NewDriver(new AbortingApi(app.Api, last)));
                return;
            }
            catch (AbortedException)
            {
                // Run again, by another process.
            }
        }

        throw new TimeoutException("it never came to its end");
    }
}
