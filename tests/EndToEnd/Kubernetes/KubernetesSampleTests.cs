using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Pipelines.EndToEnd.Kills;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Kubernetes;

/// <summary>The samples, each from its repository to pods under gVisor and a URL; and what becomes of those that fail.</summary>
public sealed class KubernetesSampleTests(SharedKubernetesPlatform shared)
{
    [Theory]
    [InlineData("node-hello", "node")]
    [InlineData("python-hello", "python3")]
    [InlineData("go-hello", "go")]
    public async Task Service(string sample, string program)
    {
        Assert.SkipUnless(Programs.Find(program) is not null, $"{program} is not installed.");
        Assert.SkipUnless(sample != "go-hello" || KillPoints.IsSweep, "It is compiled for a minute: PIPELINES_TEST_SWEEP=all runs it.");
        var platform = await shared.GetAsync();
        var cluster = platform.Cluster.ShouldNotBeNull();
        await using var app = new TestApp(platform, sample);
        await app.WaitForPhaseAsync(await app.CreateAsync(), "ACTIVE", TimeSpan.FromMinutes(5));

        (await app.GetAsync("/api")).ShouldContain(sample);
        (await app.GetAsync("/healthz")).ShouldContain("ok");
        (await AskServiceAsync(cluster, app, "web")).ShouldContain(sample);
        (await cluster.RunAsync("get", "pods", "--namespace", ClusterView.NamespaceOf(app.Id), "--output=jsonpath={.items[*].spec.runtimeClassName}")).ShouldBe("gvisor");
        (await platform.Node.InstancesAsync(app.Id)).Count.ShouldBe(0);
    }

    [Fact]
    public async Task StaticSite_IsServedFromTheBlobStore()
    {
        var platform = await shared.GetAsync();
        await using var app = new TestApp(platform, "static-hello");
        _ = await app.CreateAndWaitAsync();

        using var answer = await platform.Ingress.SendAsync(app.Name);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.ETag.ShouldNotBeNull();
        (await platform.CountInstancesAsync(app.Id)).ShouldBe(0);
    }

    [Fact]
    public async Task ExitsAtOnce_SaysSo()
    {
        var story = await FailAsync("console.error('no database'); process.exit(3);");
        story.Reason.ShouldBe("DeployContainerExitNonZero");
        story.ExitCode.ShouldBe(3);
        story.LastLines.ShouldContain(line => line.Contains("no database"));
    }

    [Fact]
    public async Task NeverListens_SaysSo()
    {
        var story = await FailAsync("console.log('I do not listen'); setInterval(() => {}, 1000);");
        story.Reason.ShouldBe("DeployContainerHealthChecksFailed");
        story.LastLines.ShouldContain(line => line.Contains("I do not listen"));
    }

    [Fact]
    public async Task NeedsMoreMemoryThanItHas_SaysSo()
    {
        var story = await FailAsync("const all = []; for (;;) { all.push(Buffer.alloc(16 << 20, 1)); }");
        story.Reason.ShouldBe("ContainerOutOfMemory");
    }

    private async Task<Story> FailAsync(string server)
    {
        var platform = await shared.GetAsync();
        await using var app = new TestApp(platform);
        _ = app.Repository.Write("server.js", server);
        var deployment = await app.CreateAsync();
        await app.WaitForPhaseAsync(deployment, "ERROR");
        var story = await Story.ReadAsync(platform, app, deployment);
        await Eventually.BeAsync(async () => await platform.CountInstancesAsync(app.Id) == 0, "the failed release is retired", TimeSpan.FromSeconds(60), () => app.TellAsync(deployment));
        return story;
    }

    /// <summary>Asks the component's own Service, as another component of the app does.</summary>
    private static async Task<string> AskServiceAsync(ClusterView cluster, TestApp app, string component)
    {
        var service = JsonNode.Parse(await cluster.RunAsync("get", "service", component, "--namespace", ClusterView.NamespaceOf(app.Id), "--output=json"))!;
        var address = string.Create(CultureInfo.InvariantCulture, $"http://{service["spec"]!["clusterIP"]}:{service["spec"]!["ports"]![0]!["port"]}/api");
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(address), TestContext.Current.CancellationToken);
    }
}
