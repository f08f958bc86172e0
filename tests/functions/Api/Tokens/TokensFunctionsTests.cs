using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Pipelines.Functions.Tests.Platform;

namespace Pipelines.Functions.Tests.Api.Tokens;

public sealed class TokensFunctionsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_made_shown_by_its_prefix_used_and_revoked_at_once()
    {
        await using var api = await new TestApi().StartAsync();
        var created = await api.PostAsync("platform/tokens", new { name = "ci", scope = "write", expires_in_seconds = 3600 }, HttpStatusCode.Created);
        var secret = created.GetProperty("secret").GetString()!;
        var token = created.GetProperty("token");
        token.GetProperty("prefix").GetString().ShouldBe(secret[..12]);
        token.GetProperty("team").GetString().ShouldBe("default");
        token.GetProperty("state").GetString().ShouldBe("active");

        var listed = await api.GetAsync("platform/tokens?prefix=" + secret[..12]);
        listed.ToString().ShouldNotContain(secret);
        var shown = listed.GetProperty("tokens").EnumerateArray().ShouldHaveSingleItem();
        shown.GetProperty("id").GetString().ShouldBe(token.GetProperty("id").GetString());
        shown.GetProperty("scope").GetString().ShouldBe("write");
        (shown.GetProperty("expires_at").GetDateTimeOffset() - shown.GetProperty("created_at").GetDateTimeOffset()).ShouldBe(TimeSpan.FromHours(1));

        (await UseAsync(api, secret, "v2/apps")).ShouldBe(HttpStatusCode.OK);
        (await UseAsync(api, secret, "platform/tokens")).ShouldBe(HttpStatusCode.Forbidden);
        _ = await api.SendAsync(HttpMethod.Delete, "platform/tokens/" + secret[..12], null, HttpStatusCode.NoContent);
        (await UseAsync(api, secret, "v2/apps")).ShouldBe(HttpStatusCode.Unauthorized);
        (await api.GetAsync("platform/tokens?prefix=" + secret[..12])).GetProperty("tokens")[0].GetProperty("state").GetString().ShouldBe("revoked");
        api.Logs.All.ShouldNotContain(secret);
    }

    [Theory]
    [InlineData("""{"scope":"read"}""")]
    [InlineData("""{"name":" ","scope":"read"}""")]
    [InlineData("""{"name":"ci"}""")]
    [InlineData("""{"name":"ci","scope":"everything"}""")]
    [InlineData("""{"name":"ci","scope":"read","expires_in_seconds":0}""")]
    [InlineData("""{"name":"ci","scope":"read","expires_in_seconds":999999999999}""")]
    [InlineData("""{"name":"ci\n","scope":"read"}""")]
    public async Task A_request_that_says_too_little_or_too_much_is_refused(string body)
    {
        await using var api = await new TestApi().StartAsync();
        _ = await api.PostAsync("platform/tokens", JsonDocument.Parse(body).RootElement, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_last_token_that_administers_the_platform_is_kept()
    {
        await using var api = await new TestApi().StartAsync();
        var first = (await api.GetAsync("platform/tokens")).GetProperty("tokens")[0].GetProperty("id").GetString()!;
        _ = await api.PostAsync("platform/tokens", new { name = "for a while", scope = "admin", expires_in_seconds = 60 }, HttpStatusCode.Created);
        _ = await api.SendAsync(HttpMethod.Delete, "platform/tokens/" + first, null, HttpStatusCode.Conflict);
        _ = await api.PostAsync("platform/tokens", new { name = "second", scope = "admin" }, HttpStatusCode.Created);
        _ = await api.SendAsync(HttpMethod.Delete, "platform/tokens/" + first, null, HttpStatusCode.NoContent);
        _ = await api.GetAsync("platform/tokens", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_team_sees_to_its_own_tokens_only_and_the_platforms_own_to_all()
    {
        await using var api = await new TestApi().StartAsync();
        var blue = (await api.PostAsync("platform/teams", new { name = "blue" }, HttpStatusCode.Created)).GetProperty("team").GetProperty("id").GetString();
        _ = await api.PostAsync("platform/teams", new { name = "blue" }, HttpStatusCode.Conflict);
        _ = await api.PostAsync("platform/teams", new { name = "Blue!" }, HttpStatusCode.BadRequest);
        var admin = await api.PostAsync("platform/tokens", new { name = "blue's", scope = "admin", team = "blue" }, HttpStatusCode.Created);
        admin.GetProperty("token").GetProperty("team_id").GetString().ShouldBe(blue);
        (await api.GetAsync("platform/tokens")).GetProperty("meta").GetProperty("total").GetInt32().ShouldBe(2);
        (await api.GetAsync("platform/tokens?team=blue")).GetProperty("meta").GetProperty("total").GetInt32().ShouldBe(1);
        (await api.GetAsync("platform/teams")).GetProperty("teams").EnumerateArray().Select(team => team.GetProperty("name").GetString()).ShouldBe(["blue", "default"]);
        var first = (await api.GetAsync("platform/tokens?team=default")).GetProperty("tokens")[0];

        api.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", admin.GetProperty("secret").GetString());
        (await api.GetAsync("platform/tokens")).GetProperty("tokens").EnumerateArray().ShouldHaveSingleItem().GetProperty("team").GetString().ShouldBe("blue");
        (await api.GetAsync("platform/teams")).GetProperty("teams").EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(blue);
        _ = await api.PostAsync("platform/teams", new { name = "green" }, HttpStatusCode.Forbidden);
        _ = await api.PostAsync("platform/tokens", new { name = "x", scope = "admin", team = "default" }, HttpStatusCode.NotFound);
        _ = await api.GetAsync("platform/tokens?team=default", HttpStatusCode.NotFound);
        _ = await api.GetAsync("platform/audit?team=default", HttpStatusCode.NotFound);
        _ = await api.SendAsync(HttpMethod.Delete, "platform/tokens/" + first.GetProperty("id").GetString(), null, HttpStatusCode.NotFound);

        // Names are the platform's, for they are host names; whose another is stays hidden.
        var (app, _) = await api.CreateActiveAsync();
        (await api.GetAsync($"v2/apps/{app}")).GetProperty("app").GetProperty("owner_uuid").GetString().ShouldBe(blue);
        api.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", api.Token);
        _ = await api.GetAsync($"v2/apps/{app}", HttpStatusCode.NotFound);
        (await api.GetAsync("v2/apps")).GetProperty("meta").GetProperty("total").GetInt32().ShouldBe(0);
        (await api.PostAsync("v2/apps", new { spec = TestApi.Spec() }, HttpStatusCode.Conflict)).ToString().ShouldNotContain(app);
        _ = await api.PostAsync("v2/apps/propose", new { spec = TestApi.Spec(), app_id = app }, HttpStatusCode.NotFound);
    }

    private static async Task<HttpStatusCode> UseAsync(TestApi api, string secret, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        using var response = await api.Client.SendAsync(request, Cancellation);
        return response.StatusCode;
    }
}
