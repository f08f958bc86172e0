using System.Net;
using System.Text.Json;
using Pipelines.Functions.Tests.Platform;

namespace Pipelines.Functions.Tests.Api.Rollbacks;

public sealed class RollbacksFunctionsTests
{
    [Fact]
    public async Task A_rollback_is_validated_made_pinned_and_committed()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, first, second) = await TwoDeploymentsAsync(api);

        var valid = await api.PostAsync($"v2/apps/{app}/rollback/validate", new { deployment_id = first });
        valid.GetProperty("valid").GetBoolean().ShouldBeTrue();
        var active = await api.PostAsync($"v2/apps/{app}/rollback/validate", new { deployment_id = second });
        active.GetProperty("valid").GetBoolean().ShouldBeFalse();
        active.GetProperty("error").GetProperty("code").GetString().ShouldBe("incompatible_phase");
        _ = await api.PostAsync($"v2/apps/{app}/rollback", new { deployment_id = second }, HttpStatusCode.BadRequest);
        _ = await api.PostAsync($"v2/apps/{app}/rollback/validate", new { deployment_id = Guid.NewGuid() }, HttpStatusCode.NotFound);
        _ = await api.PostAsync($"v2/apps/{app}/rollback/validate", new { }, HttpStatusCode.BadRequest);
        _ = await api.PostAsync($"v2/apps/{app}/rollback", new { deployment_id = Guid.NewGuid() }, HttpStatusCode.NotFound);
        _ = await api.PostAsync($"v2/apps/{app}/rollback/commit", status: HttpStatusCode.BadRequest);

        var rollback = await RollBackAsync(api, app, first);
        var pinned = await api.ActiveAsync(app, rollback);
        TestApi.Id(pinned, "pinned_deployment").ShouldBe(rollback);
        api.Cluster.Releases[rollback].Components.ShouldHaveSingleItem().Environment["GREETING"].ShouldBe("one");
        _ = await api.PostAsync($"v2/apps/{app}/deployments", status: HttpStatusCode.Conflict);
        _ = await api.PutAsync($"v2/apps/{app}", new { spec = TestApi.Spec(greeting: "three") }, HttpStatusCode.Conflict);

        _ = await api.PostAsync($"v2/apps/{app}/rollback/commit", status: HttpStatusCode.NoContent);
        var committed = (await api.GetAsync($"v2/apps/{app}")).GetProperty("app");
        committed.TryGetProperty("pinned_deployment", out _).ShouldBeFalse();
        committed.GetProperty("spec").ToString().ShouldContain("\"one\"");
        _ = await api.PostAsync($"v2/apps/{app}/deployments");
        api.Builder.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_reverted_rollback_brings_back_what_ran_before()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, first, _) = await TwoDeploymentsAsync(api);
        _ = await api.ActiveAsync(app, await RollBackAsync(api, app, first));
        var reverted = (await api.PostAsync($"v2/apps/{app}/rollback/revert")).GetProperty("deployment");
        reverted.GetProperty("cause_details").GetProperty("type").GetString().ShouldBe("MANUAL_ROLLBACK");
        var shown = await api.ActiveAsync(app, reverted.GetProperty("id").GetString()!);
        shown.TryGetProperty("pinned_deployment", out _).ShouldBeFalse();
        api.Cluster.Releases[reverted.GetProperty("id").GetString()!].Components.ShouldHaveSingleItem().Environment["GREETING"].ShouldBe("two");
        _ = await api.PostAsync($"v2/apps/{app}/rollback/revert", status: HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_rollback_that_does_not_pin_leaves_the_app_open()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, first, _) = await TwoDeploymentsAsync(api);
        var rollback = (await api.PostAsync($"v2/apps/{app}/rollback", new { deployment_id = first, skip_pin = true })).GetProperty("deployment").GetProperty("id").GetString()!;
        var shown = await api.ActiveAsync(app, rollback);
        shown.TryGetProperty("pinned_deployment", out _).ShouldBeFalse();
        shown.GetProperty("spec").ToString().ShouldContain("\"one\"");
    }

    [Fact]
    public async Task What_retention_has_taken_cannot_be_rolled_back_to()
    {
        await using var api = new TestApi { Settings = { ["Pipelines:Retention:Deployments"] = "1" } };
        _ = await api.StartAsync();
        var (app, first, second) = await TwoDeploymentsAsync(api);
        (await ValidateAsync(api, app, first)).GetProperty("valid").GetBoolean().ShouldBeTrue();
        var updated = (await api.PutAsync($"v2/apps/{app}", new { spec = TestApi.Spec(greeting: "three") })).GetProperty("app");
        var third = updated.GetProperty("pending_deployment").GetProperty("id").GetString()!;
        _ = await api.ActiveAsync(app, third);
        JsonElement validated = default;
        await TestApi.UntilAsync(async () => !(validated = await ValidateAsync(api, app, first)).GetProperty("valid").GetBoolean(), () => validated.ToString());
        var error = validated.GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("exceeded_revision_limit");
        error.GetProperty("message").GetString().ShouldNotBeNull().ShouldContain(first);
        var refused = await api.PostAsync($"v2/apps/{app}/rollback", new { deployment_id = first }, HttpStatusCode.BadRequest);
        refused.GetProperty("message").GetString().ShouldBe(error.GetProperty("message").GetString());
        var shown = (await api.GetAsync($"v2/apps/{app}")).GetProperty("app");
        (TestApi.Id(shown, "active_deployment"), TestApi.Id(shown, "pinned_deployment"), TestApi.Id(shown, "pending_deployment")).ShouldBe((third, null, null));
        (await ValidateAsync(api, app, second)).GetProperty("valid").GetBoolean().ShouldBeTrue();
    }

    private static Task<JsonElement> ValidateAsync(TestApi api, string app, string deployment) => api.PostAsync($"v2/apps/{app}/rollback/validate", new { deployment_id = deployment });

    private static async Task<(string App, string First, string Second)> TwoDeploymentsAsync(TestApi api)
    {
        var (app, first) = await api.CreateActiveAsync(TestApi.Spec(greeting: "one"));
        var updated = (await api.PutAsync($"v2/apps/{app}", new { spec = TestApi.Spec(greeting: "two") })).GetProperty("app");
        var second = updated.GetProperty("pending_deployment").GetProperty("id").GetString()!;
        _ = await api.ActiveAsync(app, second);
        return (app, first, second);
    }

    private static async Task<string> RollBackAsync(TestApi api, string app, string to) =>
        (await api.PostAsync($"v2/apps/{app}/rollback", new { deployment_id = to })).GetProperty("deployment").GetProperty("id").GetString()!;
}
