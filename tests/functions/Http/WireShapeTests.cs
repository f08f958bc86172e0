using System.Net;
using System.Text.Json;
using Pipelines.Functions.Http;
using Pipelines.Functions.Tests.Platform;

namespace Pipelines.Functions.Tests.Http;

/// <summary>Every answer of the API is held against the shapes that its clients know; so is each that any other test asks for.</summary>
public sealed class WireShapeTests
{
    [Fact]
    public void Every_function_of_the_API_has_a_shape() => ServedRoute.All
        .Where(route => route.Template.StartsWith("v2/", StringComparison.Ordinal) || route.Template.StartsWith("platform/", StringComparison.Ordinal))
        .Where(route => route.Method.DeclaringType != typeof(UnknownFunctions))
        .Select(route => route.Function)
        .Distinct()
        .Where(function => !WireShapes.Answers.ContainsKey(function))
        .ShouldBeEmpty();

    [Theory]
    [InlineData("""{"app":{"id":"x"}}""", "GetApp.app.id is no uuid")]
    [InlineData("""{"app":{"id":"x"}}""", "GetApp.app.spec is missing")]
    [InlineData("""{"app":{"created_at":""}}""", "GetApp.app.created_at is no time")]
    [InlineData("""{"app":{"colour":1}}""", "GetApp.app.colour is not known to clients")]
    [InlineData("""{"app":{"active_deployment":{"phase":"Active"}}}""", "GetApp.app.active_deployment.phase is no =UNKNOWN")]
    [InlineData("""{"app":{"domains":[1]}}""", "GetApp.app.domains[0] is no object")]
    [InlineData("[]", "GetApp is no object")]
    public void A_wrong_answer_is_found_out(string answer, string problem) =>
        WireCheck.Find(HttpMethod.Get, "v2/apps/x", 200, JsonDocument.Parse(answer).RootElement).ShouldContain(found => found.StartsWith(problem, StringComparison.Ordinal));

    [Fact]
    public async Task What_clients_ask_for_has_the_shape_they_know()
    {
        await using var api = await new TestApi().StartAsync();
        var job = new { name = "migrate", kind = "PRE_DEPLOY", git = new { repo_clone_url = "https://git.example/shop.git", branch = "main" }, run_command = "./migrate" };
        var (app, deployment) = await api.CreateActiveAsync(new { name = "shop", services = new[] { TestApi.Service("web") }, jobs = new[] { job } });
        api.Cluster.Instances.Add(new Clusters.InstanceStatus(deployment, "web", AppSpecs.ComponentKind.Service, "web-7f", true, DateTimeOffset.UtcNow, 0, 1.5, 20));

        var account = (await api.GetAsync("v2/account")).GetProperty("account");
        account.GetProperty("team").GetProperty("name").GetString().ShouldBe("default");
        account.GetProperty("status").GetString().ShouldBe("active");
        (await api.GetAsync("v2/apps/tiers")).GetProperty("tiers").GetArrayLength().ShouldBe(3);
        (await api.GetAsync("v2/apps/tiers/professional")).GetProperty("tier").GetProperty("slug").GetString().ShouldBe("professional");
        _ = await api.GetAsync("v2/apps/tiers/none", HttpStatusCode.NotFound);
        _ = await api.GetAsync("v2/apps/tiers/instance_sizes");
        _ = await api.GetAsync("v2/apps/tiers/instance_sizes/basic-xs");
        _ = await api.GetAsync("v2/apps/regions");
        (await api.GetAsync("v2/apps/buildpacks")).GetProperty("buildpacks").GetArrayLength().ShouldBe(0);
        _ = await api.PostAsync($"v2/apps/{app}/upgrade_buildpack", new { buildpack_id = "digitalocean/node", major_version = 2 }, HttpStatusCode.NotFound);
        _ = await api.GetAsync($"v2/apps/{app}/database_connection_details", HttpStatusCode.NotFound);
        _ = await api.GetAsync("v2/registry/docker-credentials?read_write=true&expiry_seconds=60", HttpStatusCode.NotFound);
        _ = await api.GetAsync($"v2/apps/{app}/health");
        _ = await api.GetAsync($"v2/apps/{app}/deployments/{deployment}/history");

        var instance = (await api.GetAsync($"v2/apps/{app}/instances")).GetProperty("instances").EnumerateArray().ShouldHaveSingleItem();
        instance.GetProperty("instance_name").GetString().ShouldBe("web-7f");
        instance.GetProperty("instance_alias").GetString().ShouldBe("web-0");

        var happened = (await api.GetAsync($"v2/apps/{app}/events?event_types=DEPLOYMENT")).GetProperty("events").EnumerateArray().ShouldHaveSingleItem();
        happened.GetProperty("deployment_id").GetString().ShouldBe(deployment);
        (await api.GetAsync($"v2/apps/{app}/events?event_types=AUTOSCALING")).GetProperty("meta").GetProperty("total").GetInt32().ShouldBe(0);
        (await api.GetAsync($"v2/apps/{app}/events?deployment_types=MAINTENANCE&deployment_types=MANUAL_ROLLBACK")).GetProperty("meta").GetProperty("total").GetInt32().ShouldBe(0);
        (await api.GetAsync($"v2/apps/{app}/events?deployment_types=MANUAL")).GetProperty("meta").GetProperty("total").GetInt32().ShouldBe(1);
        _ = await api.GetAsync($"v2/apps/{app}/events?event_types=EARTHQUAKE", HttpStatusCode.BadRequest);
        _ = await api.GetAsync($"v2/apps/{app}/events/{deployment}");
        _ = await api.GetAsync($"v2/apps/{app}/events/{deployment}/logs?type=AUTOSCALE_EVENT", HttpStatusCode.NotFound);
        _ = await api.PostAsync($"v2/apps/{app}/events/{deployment}/cancel", status: HttpStatusCode.BadRequest);

        var run = (await api.GetAsync($"v2/apps/{app}/job-invocations?job_names=migrate&deployment_id={deployment}")).GetProperty("job_invocations").EnumerateArray().ShouldHaveSingleItem();
        run.GetProperty("phase").GetString().ShouldBe("SUCCEEDED");
        var id = run.GetProperty("id").GetString();
        (await api.GetAsync($"v2/apps/{app}/job-invocations?job_names=other")).GetProperty("meta").GetProperty("total").GetInt32().ShouldBe(0);
        _ = await api.GetAsync($"v2/apps/{app}/job-invocations/{id}?job_name=other", HttpStatusCode.NotFound);
        (await api.GetAsync($"v2/apps/{app}/job-invocations/{id}?job_name=migrate")).GetProperty("job_invocation").GetProperty("job_name").GetString().ShouldBe("migrate");
        _ = await api.PostAsync($"v2/apps/{app}/job-invocations/{id}/cancel", status: HttpStatusCode.BadRequest);
        var logs = await api.GetAsync($"v2/apps/{app}/jobs/migrate/invocations/{id}/logs?type=JOB_INVOCATION");
        logs.GetProperty("live_url").GetString().ShouldBeEmpty();
        (await api.Client.GetStringAsync(logs.GetProperty("historic_urls")[0].GetString(), TestContext.Current.CancellationToken)).ShouldContain("job migrate succeeded");
        _ = await api.GetAsync($"v2/apps/{app}/jobs/other/invocations/{id}/logs", HttpStatusCode.NotFound);
        _ = await api.GetAsync($"v2/apps/{app}/job-invocations/{Guid.NewGuid()}", HttpStatusCode.NotFound);

        var proposal = await api.PostAsync("v2/apps/propose", new { spec = TestApi.Spec("other") });
        proposal.GetProperty("app_cost").GetDecimal().ShouldBe(5);
        proposal.GetProperty("app_tier_upgrade_cost").GetDecimal().ShouldBe(12);
        proposal.TryGetProperty("app_tier_downgrade_cost", out _).ShouldBeFalse();
        (await api.PostAsync("v2/apps/propose", new { spec = TestApi.Spec() })).GetProperty("app_name_suggestion").GetString().ShouldBe("shop-2");
    }
}
