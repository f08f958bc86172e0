using System.Text.Json.Nodes;
using Pipelines.EndToEnd.Apps;
using Pipelines.EndToEnd.Kills;
using Pipelines.EndToEnd.Platform;
using Pipelines.EndToEnd.Repositories;

namespace Pipelines.EndToEnd.Kubernetes;

/// <summary>Deployments whose builds are Jobs of the cluster, and what becomes of them when the cluster takes something away meanwhile.</summary>
public sealed class KubernetesBuildTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task PodKilled_NodeDrained_BuiltAgainUnderTheSameKey()
    {
        await using var builds = await ClusterBuilds.StartAsync();
        await using var platform = await StartAsync(builds);
        await using var app = NewApp(platform);
        var first = await app.CreateAndWaitAsync();
        (await app.GetAsync()).ShouldBe("first");
        (await Story.ReadAsync(platform, app, first)).Images.ShouldHaveSingleItem().ShouldStartWith($"apps/{app.Id}/web@sha256:");
        (await BuildLogAsync(platform, app, first)).ShouldContain("demo/greeter 1.2.3");

        await RedeployAsync(builds, platform, app, "killed", pod => builds.Cluster.RunAsync("delete", "pod", pod, "--namespace", builds.Namespace, "--force", "--grace-period=0"));
        await RedeployAsync(builds, platform, app, "drained", pod => DrainAsync(builds, pod));

        _ = app.Repository.Write("build.sh", "echo no such library; exit 7\n");
        var failed = await app.DeployAsync();
        await app.WaitForPhaseAsync(failed, "ERROR");
        var story = await Story.ReadAsync(platform, app, failed);
        (story.Reason, story.ExitCode).ShouldBe(("BuildJobExitNonZero", 7));
        (await app.GetAsync()).ShouldBe("drained");
    }

    [Fact]
    public async Task NamespacesDeleted_MadeAgain()
    {
        Assert.SkipUnless(KillPoints.IsSweep, "It takes a minute or two: PIPELINES_TEST_SWEEP=all runs it.");
        await using var builds = await ClusterBuilds.StartAsync();
        await using var platform = await StartAsync(builds);
        await using var app = NewApp(platform);
        _ = await app.CreateAndWaitAsync();

        await RedeployAsync(builds, platform, app, "built elsewhere", async pod =>
        {
            _ = await builds.Cluster.RunAsync("delete", "namespace", builds.Namespace, "--wait=false");
            _ = await builds.Cluster.RunAsync("wait", "--namespace", builds.Namespace, "--for=delete", "pod/" + pod, "--timeout=120s");
        });
        await RedeployAsync(
            builds, platform, app, "runs elsewhere", _ => builds.Cluster.RunAsync("delete", "namespace", ClusterView.NamespaceOf(app.Id), "--wait=false"), isBuiltAgain: false);
    }

    private static Task<PlatformProcess> StartAsync(ClusterBuilds builds) =>
        PlatformProcess.StartAsync(new PlatformSetup { Cluster = builds.Cluster, Builds = builds, Probation = TimeSpan.FromSeconds(1) });

    /// <summary>An app of the tests' buildpack.</summary>
    private static TestApp NewApp(PlatformProcess platform)
    {
        var app = new TestApp(platform, repository: SampleRepository.Of(("app.sh", Serving("first"))));
        app.Component["http_port"] = 8080;
        return app;
    }

    private static string Serving(string page) => $"mkdir -p /tmp/www\nprintf '{page}' >/tmp/www/index.html\nexec httpd -f -p 8080 -h /tmp/www\n";

    /// <summary>Deploys a change; something is taken away while it builds.</summary>
    private static async Task RedeployAsync(ClusterBuilds builds, PlatformProcess platform, TestApp app, string page, Func<string, Task> disturbAsync, bool isBuiltAgain = true)
    {
        using var gate = new BuildGate(builds.NodeAddress);
        _ = app.Repository.Write("build.sh", gate.Command + "\n").Write("app.sh", Serving(page));
        var deployment = await app.DeployAsync();
        await gate.WaitForBuildAsync();
        await disturbAsync((await builds.Cluster.PodsAsync(builds.Namespace)).ShouldHaveSingleItem());
        gate.Open();
        await app.WaitForPhaseAsync(deployment, "ACTIVE", TimeSpan.FromMinutes(5));
        (await app.GetAsync()).ShouldBe(page);
        (await BuildLogAsync(platform, app, deployment)).Contains("It begins again", StringComparison.Ordinal).ShouldBe(isBuiltAgain);
    }

    /// <summary>Drains the node of one pod, as an operator does before it is repaired, and gives it back when the next pod waits for it.</summary>
    private static async Task DrainAsync(ClusterBuilds builds, string pod)
    {
        string[] place = ["--namespace", builds.Namespace];
        var node = await builds.Cluster.RunAsync(["get", "pod", pod, .. place, "--output=jsonpath={.spec.nodeName}"]);
        var job = await builds.Cluster.RunAsync(["get", "pod", pod, .. place, "--output=jsonpath={.metadata.labels.job-name}"]);
        try
        {
            _ = await builds.Cluster.RunAsync("drain", node, $"--pod-selector=job-name={job}", "--force", "--delete-emptydir-data", "--timeout=90s");
            await Eventually.BeAsync(
                async () => (await builds.Cluster.RunAsync(["get", "pods", .. place, "--output=jsonpath={.items[*].status.conditions[*].reason}"])).Contains("Unschedulable", StringComparison.Ordinal),
                "another pod waits for a node",
                s_limit,
                () => builds.Cluster.TellAsync(builds.Namespace));
        }
        finally
        {
            _ = await builds.Cluster.RunAsync("uncordon", node);
        }
    }

    private static async Task<string> BuildLogAsync(PlatformProcess platform, TestApp app, string deployment)
    {
        var answer = await platform.Api.SendAsync(HttpMethod.Get, $"v2/apps/{app.Id}/deployments/{deployment}/logs?type=BUILD");
        using var http = new HttpClient();
        var pages = await Task.WhenAll(((JsonArray)answer["historic_urls"]!).Select(url => http.GetStringAsync(new Uri((string)url!), TestContext.Current.CancellationToken)));
        return string.Concat(pages);
    }
}
