using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Functions.Start;
using Pipelines.Functions.Tests.Platform;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Tests.Api.Audit;

public sealed class AuditFunctionsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_done_or_tried_with_a_token_is_written_down_and_what_is_only_looked_at_is_not()
    {
        await using var api = await new TestApi().StartAsync();
        var reader = await api.Services.GetRequiredService<TokenStore>().CreateAsync("reader", TokenScopes.Read, PlatformTeam.Id, null, Cancellation);
        var (app, _) = await api.CreateActiveAsync();
        using var refused = new HttpRequestMessage(HttpMethod.Delete, $"v2/apps/{app}");
        refused.Headers.Authorization = new AuthenticationHeaderValue("Bearer", reader.Secret);
        refused.Headers.Add("x-request-id", "refused-1");
        using var answer = await api.Client.SendAsync(refused, Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        _ = await api.PostAsync("v2/apps/none/restart", status: HttpStatusCode.NotFound);
        _ = await api.PostAsync("platform/tokens", new { name = "ci", scope = "read" }, HttpStatusCode.Created);

        var trail = await api.GetAsync("platform/audit");
        trail.ToString().ShouldNotContain(api.Token);
        trail.GetProperty("meta").GetProperty("total").GetInt32().ShouldBe(4);
        var entries = trail.GetProperty("entries").EnumerateArray().ToList();
        entries.Select(entry => (entry.GetProperty("operation").GetString(), entry.GetProperty("status").GetInt32())).ShouldBe(
            [("CreateToken", 201), ("RestartApp", 404), ("DeleteApp", 403), ("CreateApp", 200)]);
        var tried = entries[2];
        tried.GetProperty("token_name").GetString().ShouldBe("reader");
        tried.GetProperty("token_id").GetString().ShouldBe(reader.Token.Id);
        tried.GetProperty("token_prefix").GetString().ShouldBe(reader.Secret[..12]);
        tried.GetProperty("method").GetString().ShouldBe("DELETE");
        tried.GetProperty("path").GetString().ShouldBe($"/v2/apps/{app}");
        tried.GetProperty("request_id").GetString().ShouldBe("refused-1");
        tried.GetProperty("remote_address").GetString().ShouldNotBeNullOrEmpty();
        (await api.GetAsync("platform/audit?page=2&per_page=1")).GetProperty("entries").EnumerateArray().ShouldHaveSingleItem().GetProperty("operation").GetString().ShouldBe("RestartApp");
    }
}
