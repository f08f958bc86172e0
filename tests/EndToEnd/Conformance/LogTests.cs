using System.Text.Json.Nodes;
using Pipelines.EndToEnd.Conformance.Clients;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Conformance;

/// <summary>The commands of doctl that show what is written, and the one that opens a shell.</summary>
public sealed class LogTests(ConformanceApp shared) : ConformanceTest(shared)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    [Requests(
        "GET /v2/apps/{id}/deployments/{d}/logs", "GET /v2/apps/{id}/logs", "GET /v2/apps/{id}/components/{c}/logs", "GET /v2/apps/{id}/deployments/{d}/components/{c}/logs")]
    public async Task Logs()
    {
        var (doctl, app) = (await DoctlAsync(), await AppAsync());
        var logs = new DoctlLogs(doctl);
        var build = await logs.ShowAsync(app.Id, "web", "build", Shared.FirstDeployment);
        build.ShouldContain("wrote dist/page.html");
        build.ShouldMatch(@"^web \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S* ");
        (await logs.ShowAsync(app.Id, type: "deploy", deployment: Shared.FirstDeployment, tail: 1)).Count('\n').ShouldBe(1);

        // By name; it runs, so that the address is a live one, which ends all the same.
        var run = await Eventually.GetAsync(
            async () => await logs.ShowAsync(app.Name) is var text && text.Contains("listens", StringComparison.Ordinal) ? text : null, "the app has written something", s_patience);
        run.ShouldMatch(@"(?m)^web \S+Z node-hello listens on port 8080");
        (await logs.ShowAsync(app.Name, "web", noPrefix: true)).ShouldMatch("(?m)^node-hello listens on port 8080");
        _ = await logs.ShowAsync(app.Id, "web", "run_restarted");

        foreach (var path in (string[])["", "/components/web", $"/deployments/{Shared.FirstDeployment}/components/web"])
        {
            var addresses = await doctl.Client.GetAsync($"/v2/apps/{app.Id}{path}/logs?type=BUILD&follow=false&tail_lines=-1", "AppLogs");
            ((string)addresses["live_url"]!).ShouldBeEmpty();
            addresses["historic_urls"]!.AsArray().ShouldHaveSingleItem();
        }
    }

    [Fact]
    [Requests("GET /v2/apps/{id}/deployments/{d}/logs")]
    public async Task Logs_Follow_UntilInterrupted()
    {
        var (doctl, app) = (await DoctlAsync(), await AppAsync());
        using var interrupt = new CancellationTokenSource();
        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var following = new DoctlLogs(doctl).ShowAsync(
            app.Id, "web", follow: true, tail: 100, show: line => _ = line.Contains("asked for /followed", StringComparison.Ordinal) ? asked.TrySetResult() : shown.TrySetResult(), interrupt: interrupt.Token);
        await await Task.WhenAny(shown.Task, following).WaitAsync(s_patience, TestContext.Current.CancellationToken);
        using var visit = await (await PlatformAsync()).Ingress.SendAsync(app.Name, "/followed");
        await await Task.WhenAny(asked.Task, following).WaitAsync(s_patience, TestContext.Current.CancellationToken);
        following.IsCompleted.ShouldBeFalse();

        await interrupt.CancelAsync();
        (await following).ShouldContain("asked for /followed");
    }

    [Fact]
    [Requests("GET /v2/apps/{id}/components/{c}/exec", "GET /v2/apps/{id}/deployments/{d}/components/{c}/exec", "GET /v2/apps/{id}/instances")]
    public async Task Console()
    {
        var (doctl, app) = (await DoctlAsync(), await AppAsync());
        var instance = (string)(await doctl.Apps.ListInstancesAsync(app.Id))["instances"]![0]!["instance_name"]!;
        var active = (string)(await doctl.Apps.GetAsync(app.Id))["active_deployment"]!["id"]!;
        var console = await new DoctlLogs(doctl).OpenConsoleAsync(app.Id, "web", instance);
        console.Resize(80, 24);
        await console.SeeAsync("$ ");
        console.Resize(101, 33);
        console.KeepAlive();
        console.Type("echo si''ze-$LINES-$COLUMNS-$((40 + 2))\r");
        await console.SeeAsync("size-33-101-42");
        console.Type("exit 3\r");
        await console.End;

        console = await new DoctlLogs(doctl).OpenConsoleAsync(app.Id, "web", deployment: active);
        console.Type("echo $PORT-it''is; exit\r");
        await console.SeeAsync("8080-itis");
        await console.End;
    }

    [Fact]
    [Requests(
        "GET /v2/apps/{id}/job-invocations", "GET /v2/apps/{id}/job-invocations/{j}", "POST /v2/apps/{id}/job-invocations/{j}/cancel",
        "GET /v2/apps/{id}/jobs/{name}/invocations/{j}/logs")]
    public async Task Jobs_Followed_AndCancelled()
    {
        var (platform, doctl) = (await PlatformAsync(), await DoctlAsync());
        await using var app = new TestApp(platform);
        _ = app.Spec.Remove("services");
        app.Spec["jobs"] = new JsonArray(new JsonObject
        {
            ["name"] = "migrate",
            ["kind"] = "PRE_DEPLOY",
            ["git"] = app.Component["git"]!.DeepClone(),
            ["run_command"] = "trap 'echo stopping; exit 0' TERM; echo migrating; while :; do sleep 0.2; done",
            ["termination"] = new JsonObject { ["grace_period_seconds"] = 30 },
        });
        var deployment = (string)(await doctl.CreateAsync(app.Spec))["pending_deployment"]!["id"]!;
        await app.AdoptAsync();
        var run = await Eventually.GetAsync(
            async () => ((JsonArray)(await doctl.Apps.ListJobInvocationsAsync(app.Id, deployment, "migrate"))["job_invocations"]!).FirstOrDefault(each => (string?)each!["phase"] == "RUNNING"),
            "the job runs",
            TimeSpan.FromSeconds(90),
            platform.TellAsync);
        var id = (string)run["id"]!;
        ((string)(await doctl.Apps.GetJobInvocationAsync(app.Id, id, "migrate"))["deployment_id"]!).ShouldBe(deployment);
        ((JsonArray)(await doctl.Apps.ListJobInvocationsAsync(app.Id, "", "other"))["job_invocations"]!).ShouldBeEmpty();

        var migrating = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var following = new DoctlLogs(doctl).ShowJobInvocationAsync(
            app.Id, "migrate", id, follow: true, line => _ = line.EndsWith("migrating\n", StringComparison.Ordinal) && migrating.TrySetResult());
        await await Task.WhenAny(migrating.Task, following).WaitAsync(s_patience, TestContext.Current.CancellationToken);
        _ = await doctl.Apps.CancelJobInvocationAsync(app.Id, id, "migrate");
        _ = await Should.ThrowAsync<DoctlException>(() => doctl.WaitForDeploymentAsync(app.Id, deployment));
        (await following).ShouldContain("stopping\n");
        ((string)(await doctl.Apps.GetJobInvocationAsync(app.Id, id))["phase"]!).ShouldBe("CANCELED");
        (await new DoctlLogs(doctl).ShowJobInvocationAsync(app.Id, "migrate", id)).ShouldContain("migrating\n");
        (await Should.ThrowAsync<GodoException>(() => doctl.Apps.CancelJobInvocationAsync(app.Id, id))).Status.ShouldBe(System.Net.HttpStatusCode.BadRequest);
    }
}
