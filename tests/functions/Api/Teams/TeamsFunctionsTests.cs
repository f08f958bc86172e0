using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Functions.Tests.Platform;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Tests.Api.Teams;

public sealed class TeamsFunctionsTests
{
    [Fact]
    public async Task A_team_goes_with_its_tokens_once_it_owns_no_app()
    {
        await using var api = await new TestApi().StartAsync();
        var team = (await api.PostAsync("platform/teams", new { name = "blue" }, HttpStatusCode.Created)).GetProperty("team");
        var token = await api.PostAsync("platform/tokens", new { name = "blue's", scope = "write", team = "blue" }, HttpStatusCode.Created);
        using var blue = new HttpClient { BaseAddress = api.Client.BaseAddress };
        blue.DefaultRequestHeaders.Authorization = new("Bearer", token.GetProperty("secret").GetString());
        using var created = await blue.PostAsync(new Uri("v2/apps", UriKind.Relative), System.Net.Http.Json.JsonContent.Create(new { spec = TestApi.Spec("blues") }), TestContext.Current.CancellationToken);
        created.StatusCode.ShouldBe(HttpStatusCode.OK);
        var app = System.Text.Json.JsonDocument.Parse(await created.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("app").GetProperty("id").GetString();

        var refused = await api.SendAsync(HttpMethod.Delete, "platform/teams/blue", null, HttpStatusCode.Conflict);
        refused.GetProperty("message").GetString().ShouldBe("team \"blue\" owns 1 app (blues); delete them first");
        (await blue.GetAsync(new Uri("v2/apps/blues", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK, "a refusal takes nothing away");

        using var deleted = await blue.DeleteAsync(new Uri("v2/apps/blues", UriKind.Relative), TestContext.Current.CancellationToken);
        await TestApi.UntilAsync(
            async () => (await blue.GetAsync(new Uri($"v2/apps/{app}", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode == HttpStatusCode.NotFound, () => "the app is gone");
        _ = await api.SendAsync(HttpMethod.Delete, $"platform/teams/{team.GetProperty("id").GetString()}", null, HttpStatusCode.NoContent);
        (await blue.GetAsync(new Uri("v2/apps", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await api.Services.GetRequiredService<TokenStore>().FindAsync(each => each.Name == "blue's", TestContext.Current.CancellationToken)).ShouldHaveSingleItem().RevokedAt.ShouldNotBeNull();
        _ = await api.SendAsync(HttpMethod.Delete, "platform/teams/blue", null, HttpStatusCode.NotFound);
        _ = await api.SendAsync(HttpMethod.Delete, "platform/teams/default", null, HttpStatusCode.Conflict);
    }
}
