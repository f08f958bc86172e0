using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Functions.Start;
using Pipelines.Functions.Tests.Platform;
using Pipelines.Storage.Teams;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Tests.Api.Domains;

/// <summary>Domains as clients set and see them.</summary>
public sealed class DomainsFunctionsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_domain_is_shown_with_its_phase_and_steps()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, deployment) = await api.CreateActiveAsync(Spec("shop", new { domain = "WWW.Example.test", minimum_tls_version = "1.3" }));

        var domain = (await api.AppAsync(app, shown => PhaseOf(shown) == "ACTIVE")).GetProperty("domains")[0];
        Guid.TryParse(domain.GetProperty("id").GetString(), out _).ShouldBeTrue();
        domain.GetProperty("spec").GetProperty("type").GetString().ShouldBe("PRIMARY");
        domain.GetProperty("spec").GetProperty("minimum_tls_version").GetString().ShouldBe("1.3");
        domain.GetProperty("progress").GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("status").GetString()).ShouldBe(["SUCCESS", "SUCCESS"]);
        domain.TryGetProperty("certificate_expires_at", out _).ShouldBeFalse("none is issued here, and an empty text is no time");

        // Looked at again by who asks for it.
        _ = await api.PostAsync($"platform/apps/{app}/domains/{domain.GetProperty("id").GetString()}/check");
        _ = await api.PostAsync($"platform/apps/{app}/domains/{Guid.NewGuid()}/check", status: HttpStatusCode.NotFound);
        deployment.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_name_belongs_to_one_app_of_one_team()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, _) = await api.CreateActiveAsync(Spec("shop", new { domain = "www.example.test" }, new { domain = "example.test", wildcard = true }));

        // Another app of the same team; a change of another app; a wildcard of one's own covers nothing against oneself.
        var refused = await api.PostAsync("v2/apps", new { spec = Spec("other", new { domain = "www.Example.test" }) }, HttpStatusCode.Conflict);
        refused.GetProperty("id").GetString().ShouldBe("conflict");
        refused.GetProperty("message").GetString().ShouldBe("domain \"www.example.test\" is already in use by another app", StringCompareShould.IgnoreCase);
        refused.GetProperty("message").GetString()!.ShouldNotContain("shop");
        var (second, _) = await api.CreateActiveAsync(Spec("other", new { domain = "blog.example.test" }));
        _ = await api.PutAsync($"v2/apps/{second}", new { spec = Spec("other", new { domain = "www.example.test" }) }, HttpStatusCode.Conflict);

        // Another team: neither the name nor one below the wildcard.
        using var stranger = await StrangerAsync(api);
        (await CreateAsync(stranger, "www.example.test")).ShouldBe(HttpStatusCode.Conflict);
        (await CreateAsync(stranger, "deep.below.example.test")).ShouldBe(HttpStatusCode.Conflict);
        (await CreateAsync(stranger, "example.test.other")).ShouldBe(HttpStatusCode.OK);

        // What an app gives up, or leaves behind, is free again; its own spec can be proposed and sent again.
        _ = await api.PostAsync("v2/apps/propose", new { spec = Spec("shop", new { domain = "www.example.test" }) });
        _ = await api.PutAsync($"v2/apps/{app}", new { spec = Spec("shop", new { domain = "www.example.test" }) });
        await TestApi.UntilAsync(async () => await CreateAsync(stranger, "deep.below.example.test", "second") == HttpStatusCode.OK, () => "the wildcard is given up");
        _ = await api.SendAsync(HttpMethod.Delete, $"v2/apps/{app}", null, HttpStatusCode.OK);
        await TestApi.UntilAsync(async () => await CreateAsync(stranger, "www.example.test", "third") == HttpStatusCode.OK, () => "the name is free");
    }

    [Theory]
    [InlineData("api.localhost", null, "domains[0].domain")]
    [InlineData("other.localhost", "ALIAS", "domains[0].domain")]
    [InlineData("www.example.test", "DEFAULT", "domains[0].type")]
    public async Task The_platforms_own_names_are_nobodys(string domain, string? type, string field)
    {
        await using var api = await new TestApi().StartAsync();
        var answer = await api.PostAsync("v2/apps", new { spec = Spec("shop", new { domain, type }) }, HttpStatusCode.BadRequest);
        answer.GetProperty("message").GetString()!.ShouldContain($"\"{field}\"");
        (await api.GetAsync("v2/apps")).GetProperty("apps").GetArrayLength().ShouldBe(0);
        _ = await api.CreateActiveAsync(Spec("shop", new { domain = "shop.localhost", type = "DEFAULT" }));
    }

    private static string? PhaseOf(JsonElement app) => app.TryGetProperty("domains", out var domains) && domains.GetArrayLength() > 0 ? domains[0].GetProperty("phase").GetString() : null;

    private static object Spec(string name, params object[] domains) => new { name, services = new[] { TestApi.Service("web") }, domains };

    private static async Task<HttpClient> StrangerAsync(TestApi api)
    {
        var team = await api.Services.GetRequiredService<TeamStore>().CreateAsync("blue", cancellation: Cancellation);
        var token = await api.Services.GetRequiredService<TokenStore>().CreateAsync("blue", TokenScopes.Admin, team!.Id, null, Cancellation);
        team.Id.ShouldNotBe(PlatformTeam.Id);
        return new HttpClient { BaseAddress = api.Client.BaseAddress, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token.Secret) } };
    }

    private static async Task<HttpStatusCode> CreateAsync(HttpClient client, string domain, string name = "first")
    {
        using var answer = await client.PostAsJsonAsync("v2/apps", new { spec = Spec(name, new { domain }) }, Cancellation);
        return answer.StatusCode;
    }
}
