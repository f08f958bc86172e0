using System.Net;
using System.Text.Json;
using Pipelines.Functions.Tests.Platform;

namespace Pipelines.Functions.Tests.Panel.Changes;

public sealed class ChangesFunctionsTests
{
    [Fact]
    public async Task A_deployment_tells_which_commits_and_which_fields_it_changed()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, first) = await api.CreateActiveAsync(TestApi.Spec(secret: "s3cret", greeting: "hello"));
        var initial = await ChangesAsync(api, app, first);
        initial.TryGetProperty("since", out _).ShouldBeFalse();
        Commits(initial).ShouldHaveSingleItem().TryGetProperty("from", out _).ShouldBeFalse();

        // The same secret is encrypted anew: that is no change.
        var second = await UpdateAsync(api, app, TestApi.Spec(secret: "s3cret", greeting: "good day"));
        var changes = await ChangesAsync(api, app, second);
        changes.GetProperty("since").GetString().ShouldBe(first);
        var change = changes.GetProperty("components").EnumerateArray().ShouldHaveSingleItem();
        change.GetProperty("component").GetString().ShouldBe("web");
        change.GetProperty("path").GetString().ShouldBe("envs.GREETING");

        var third = await UpdateAsync(api, app, TestApi.Spec(secret: "other", greeting: "good day"));
        changes = await ChangesAsync(api, app, third);
        changes.GetProperty("components").EnumerateArray().ShouldHaveSingleItem().GetProperty("path").GetString().ShouldBe("envs.PASSWORD");
        changes.ToString().ShouldNotContain("s3cret");
        changes.ToString().ShouldNotContain("EV[");

        // Seen from the other side, for a rollback.
        var back = await ChangesAsync(api, app, first, $"?since={third}");
        back.GetProperty("components").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task What_is_not_there_or_another_teams_is_not_compared()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, deployment) = await api.CreateActiveAsync();
        _ = await api.GetAsync($"platform/apps/{app}/deployments/{Guid.NewGuid()}/changes", HttpStatusCode.NotFound);
        _ = await api.GetAsync($"platform/apps/{app}/deployments/{deployment}/changes?since={Guid.NewGuid()}", HttpStatusCode.NotFound);
        _ = await api.GetAsync($"platform/apps/{Guid.NewGuid()}/deployments/{deployment}/changes", HttpStatusCode.NotFound);
        _ = await api.PostAsync($"platform/apps/{app}/deployments/{deployment}/changes", status: HttpStatusCode.MethodNotAllowed);
    }

    private static async Task<string> UpdateAsync(TestApi api, string app, object spec)
    {
        var deployment = (await api.PutAsync($"v2/apps/{app}", new { spec })).GetProperty("app").GetProperty("pending_deployment").GetProperty("id").GetString()!;
        _ = await api.ActiveAsync(app, deployment);
        return deployment;
    }

    private static async Task<JsonElement> ChangesAsync(TestApi api, string app, string deployment, string query = "") =>
        (await api.GetAsync($"platform/apps/{app}/deployments/{deployment}/changes{query}")).GetProperty("changes");

    private static List<JsonElement> Commits(JsonElement changes) => [.. changes.GetProperty("commits").EnumerateArray()];
}
