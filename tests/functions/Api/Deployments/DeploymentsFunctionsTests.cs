using System.Net;
using System.Text.Json;
using Pipelines.Functions.Tests.Platform;
using Pipelines.Orchestrations.Tests.Platform;

namespace Pipelines.Functions.Tests.Api.Deployments;

public sealed class DeploymentsFunctionsTests
{
    [Fact]
    public async Task Deployments_are_made_listed_newest_first_and_told_by_their_story()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, first) = await api.CreateActiveAsync();
        var second = await DeployAsync(api, app, new { force_build = true });
        _ = await api.ActiveAsync(app, second);
        api.Builder.Requests.Count.ShouldBe(2);

        var list = await api.GetAsync($"v2/apps/{app}/deployments");
        list.GetProperty("deployments").EnumerateArray().Select(deployment => deployment.GetProperty("id").GetString()).ShouldBe([second, first]);
        list.GetProperty("meta").GetProperty("total").GetInt32().ShouldBe(2);
        (await api.GetAsync($"v2/apps/{app}/deployments?per_page=1")).GetProperty("deployments")[0].GetProperty("id").GetString().ShouldBe(second);
        (await api.GetAsync($"v2/apps/{app}/deployments?deployment_types=DEPLOY_ON_PUSH")).GetProperty("deployments").GetArrayLength().ShouldBe(0);
        (await api.GetAsync($"v2/apps/{app}/deployments?deployment_types=MANUAL")).GetProperty("meta").GetProperty("total").GetInt32().ShouldBe(2);
        (await api.GetAsync($"v2/apps/{app}/deployments/{second}")).GetProperty("deployment").GetProperty("previous_deployment_id").GetString().ShouldBe(first);

        var story = await api.GetAsync($"v2/apps/{app}/deployments/{second}/history");
        story.GetProperty("history").EnumerateArray().Select(line => line.GetProperty("message").GetString()).ShouldContain("traffic switched");
        _ = await api.GetAsync($"v2/apps/{app}/deployments/{Guid.NewGuid()}", HttpStatusCode.NotFound);
        _ = await api.GetAsync($"v2/apps/{app}/deployments/none", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_body_is_not_needed_for_a_deployment()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, _) = await api.CreateActiveAsync();
        var answer = await api.SendAsync(HttpMethod.Post, $"v2/apps/{app}/deployments", null, HttpStatusCode.OK);
        _ = await api.ActiveAsync(app, answer.GetProperty("deployment").GetProperty("id").GetString()!);
    }

    [Fact]
    public async Task Who_sees_a_deployment_done_finds_it_at_its_app()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, deployment) = await api.CreateAsync();
        for (var round = 0; round < 5; round++)
        {
            _ = await api.DeploymentAsync(app, deployment, "ACTIVE");
            var shown = (await api.GetAsync($"v2/apps/{app}")).GetProperty("app");
            TestApi.Id(shown, "active_deployment").ShouldBe(deployment);
            shown.GetProperty("live_url").GetString().ShouldNotBeNullOrEmpty();
            deployment = await DeployAsync(api, app, new { });
        }
    }

    [Fact]
    public async Task A_building_deployment_is_cancelled_an_ended_one_is_not()
    {
        await using var api = new TestApi();
        var build = api.Builder.Hold();
        _ = await api.StartAsync();
        var (app, deployment) = await api.CreateAsync();
        await build.Begun;
        (await api.AppAsync(app, shown => TestApi.Id(shown, "in_progress_deployment") == deployment)).TryGetProperty("active_deployment", out _).ShouldBeFalse();
        _ = await api.PostAsync($"v2/apps/{app}/deployments/{deployment}/cancel");
        var cancelled = await api.DeploymentAsync(app, deployment, "CANCELED");
        cancelled.GetProperty("progress").GetProperty("error_steps").GetInt32().ShouldBeGreaterThan(0);
        _ = await api.PostAsync($"v2/apps/{app}/deployments/{deployment}/cancel", status: HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_restart_starts_a_new_release_of_the_same_build()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, first) = await api.CreateActiveAsync();
        var answer = await api.PostAsync($"v2/apps/{app}/restart", new { components = new[] { "web" } });
        var second = answer.GetProperty("deployment").GetProperty("id").GetString()!;
        answer.GetProperty("deployment").GetProperty("previous_deployment_id").GetString().ShouldBe(first);
        _ = await api.ActiveAsync(app, second);
        api.Builder.Requests.Count.ShouldBe(1);
        (await api.PostAsync($"v2/apps/{app}/restart", new { components = new[] { "nobody" } }, HttpStatusCode.BadRequest)).GetProperty("message").GetString()!.ShouldContain("nobody");
    }

    [Fact]
    public async Task A_failed_deployment_tells_its_reason_to_whoever_waits()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, first) = await api.CreateActiveAsync();
        api.Cluster.OnApply = (_, component) => FakeCluster.Failed(component.Name, Clusters.InstanceFailureReason.ExitNonZero, 7, "exited with code 7");
        var second = await DeployAsync(api, app, new { force_build = true });
        var failed = await api.DeploymentAsync(app, second, "ERROR");
        failed.GetProperty("progress").GetProperty("error_steps").GetInt32().ShouldBeGreaterThan(0);
        failed.ToString().ShouldContain("DeployContainerExitNonZero");
        (await api.GetAsync($"v2/apps/{app}/deployments/{second}/history")).GetProperty("last_lines")[0].GetString().ShouldBe("last words");
        var restored = await api.AppAsync(app, shown => TestApi.Id(shown, "active_deployment") is { } active && active != first);
        restored.GetProperty("active_deployment").GetProperty("cause_details").GetProperty("type").GetString().ShouldBe("AUTO_ROLLBACK");
        (await api.GetAsync($"v2/apps/{app}/deployments?deployment_types=AUTO_ROLLBACK")).GetProperty("meta").GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task The_health_of_an_app_is_that_of_its_routed_release()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, deployment) = await api.CreateActiveAsync();
        var healthy = (await api.GetAsync($"v2/apps/{app}/health")).GetProperty("app_health").GetProperty("components")[0];
        healthy.GetProperty("name").GetString().ShouldBe("web");
        healthy.GetProperty("state").GetString().ShouldBe("HEALTHY");
        healthy.GetProperty("replicas_ready").GetInt32().ShouldBe(1);
        api.Cluster.Set(deployment, FakeCluster.Starting("web"));
        (await api.GetAsync($"v2/apps/{app}/health")).GetProperty("app_health").GetProperty("components")[0].GetProperty("state").GetString().ShouldBe("UNHEALTHY");
    }

    [Fact]
    public async Task A_deployment_is_shown_among_the_durable_instances()
    {
        await using var api = await new TestApi().StartAsync();
        var (_, deployment) = await api.CreateActiveAsync();
        var key = (await File.ReadAllTextAsync(Path.Combine(api.DataDirectory, "keys", "durabletask.key"), TestContext.Current.CancellationToken)).Trim();
        var status = await api.GetAsync($"runtime/webhooks/durabletask/instances/{deployment}?code={key}");
        status.GetProperty("name").GetString().ShouldBe("DeploymentOrchestrator");
        status.GetProperty("runtimeStatus").GetString().ShouldBe("Completed");
        _ = await api.SendAsync(HttpMethod.Get, $"runtime/webhooks/durabletask/instances/{deployment}", null, HttpStatusCode.Unauthorized);
    }

    private static async Task<string> DeployAsync(TestApi api, string app, object body)
    {
        JsonElement answer = await api.PostAsync($"v2/apps/{app}/deployments", body);
        return answer.GetProperty("deployment").GetProperty("id").GetString()!;
    }
}
