using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.AppSpecs;
using Pipelines.Deployments.Alerts;
using Pipelines.Functions.Http;
using Pipelines.Functions.Start;
using Pipelines.Functions.Tests.Platform;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Tests.Http;

/// <summary>Every route that there is, with every kind of token: routes come from the functions, so that none is forgotten.</summary>
public sealed class RouteAccessTests
{
    // What is open to all is listed here, too: nothing becomes open by a slip.
    private static readonly string[] s_open =
    [
        "GetLiveness", "GetOpenApi", "GetPanel", "GetPanelFile", "GetReadiness", "GetRoot", "OpenConsole", "ReadBuildSource", "ReadLogs", "ReceiveBitbucketWebhook", "ReceiveGitHubWebhook", "ReceiveGitLabWebhook",
    ];

    private static readonly string[] s_operators = ["CreateTeam", "DeleteTeam", "GetMetrics"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void What_is_open_says_why()
    {
        ServedRoute.All.Where(route => route.IsOpen).Select(route => route.Function).Distinct().ShouldBe(s_open);
        ServedRoute.All.Where(route => route.IsOpen).ShouldAllBe(route => route.Access!.Because.Length > 10);
        ServedRoute.All.Where(route => route.Access is { OperatorOnly: true }).Select(route => route.Function).Distinct().ShouldBe(s_operators);
    }

    [Fact]
    public async Task Without_a_valid_token_no_route_answers()
    {
        await using var world = await World.StartAsync();
        var tokens = world.Api.Services.GetRequiredService<TokenStore>();
        var expired = await tokens.CreateAsync("expired", TokenScopes.Admin, PlatformTeam.Id, TimeSpan.FromTicks(1), Cancellation);
        var revoked = await tokens.CreateAsync("revoked", TokenScopes.Admin, PlatformTeam.Id, null, Cancellation);
        (await world.SendAsync(World.Route("ListApps"), revoked.Secret)).Status.ShouldBe(HttpStatusCode.OK);
        (await tokens.RevokeAsync(revoked.Token.Id, Cancellation)).ShouldBeTrue();
        foreach (var route in ServedRoute.All.Where(route => !route.IsOpen && route.Access is not { OpenToThisMachine: true }))
        {
            foreach (var (kind, secret) in ((string, string?)[])
                [
                    ("none", null), ("empty", ""), ("malformed", "x"), ("too long", world.Api.Token + "0"), ("unknown", "plt_v1_" + new string('0', 64)),
                    ("expired", expired.Secret), ("revoked", revoked.Secret),
                ])
            {
                var (status, text) = await world.SendAsync(route, secret);
                status.ShouldBe(HttpStatusCode.Unauthorized, $"{route} with a token that is {kind}: {text}");
                World.ShouldTellNothing(world, text);
            }
        }

        _ = await world.Api.GetAsync($"v2/apps/{world.App}");
    }

    [Fact]
    public async Task A_token_does_only_what_its_scope_allows()
    {
        await using var world = await World.StartAsync();
        var tokens = world.Api.Services.GetRequiredService<TokenStore>();
        foreach (var scope in (TokenScopes[])[TokenScopes.Read, TokenScopes.Write])
        {
            var token = await tokens.CreateAsync("limited", scope, PlatformTeam.Id, null, Cancellation);
            foreach (var route in ServedRoute.All.Where(route => !route.IsOpen && route.Access is not { OpenToThisMachine: true }))
            {
                var needed = route.Access?.Scope ?? (route.Verb is "GET" or "HEAD" or "OPTIONS" ? TokenScopes.Read : TokenScopes.Write);
                if (!scope.HasFlag(needed))
                {
                    var (status, text) = await world.SendAsync(route, token.Secret);
                    status.ShouldBe(HttpStatusCode.Forbidden, $"{route} with scope {scope}: {text}");
                    World.ShouldTellNothing(world, text);
                }
            }
        }

        _ = await world.Api.GetAsync($"v2/apps/{world.App}");
    }

    [Fact]
    public async Task To_another_team_nothing_of_a_team_is_there()
    {
        await using var world = await World.StartAsync();
        var other = await world.Api.Services.GetRequiredService<TokenStore>().CreateAsync("other", TokenScopes.Admin, Guid.NewGuid().ToString(), null, Cancellation);
        foreach (var route in ServedRoute.All.Where(route => !route.IsOpen && route.Access is not { OpenToThisMachine: true }))
        {
            foreach (var byName in (bool[])[false, true])
            {
                var (status, text) = await world.SendAsync(route, other.Secret, byName);
                World.ShouldTellNothing(world, text);
                if (route.Access is { OperatorOnly: true })
                {
                    status.ShouldBe(HttpStatusCode.Forbidden, $"{route}");
                }
                else if (route.Template.Contains("{id}", StringComparison.Ordinal) || route.Function is "RevokeToken" or "DeleteSourceCredential" || QueryOf(route).Length > 0)
                {
                    status.ShouldBe(HttpStatusCode.NotFound, $"{route} with another team's token: {text}");
                }
            }
        }

        (await world.Api.GetAsync($"v2/apps/{world.App}")).GetProperty("app").TryGetProperty("pending_deployment", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task The_right_token_opens_every_route()
    {
        await using var world = await World.StartAsync();

        // What takes things away comes last.
        foreach (var route in ServedRoute.All.Where(route => route.Method.DeclaringType != typeof(UnknownFunctions)).OrderBy(route => route.Verb == "DELETE").ThenBy(route => route.Function == "DeleteApp"))
        {
            var (status, text) = await world.SendAsync(route, world.Api.Token);
            if (route.IsOpen)
            {
                // Those have refusals of their own.
                status.ShouldNotBe(HttpStatusCode.InternalServerError, $"{route}: {text}");
                continue;
            }

            world.Expected(route).ShouldContain(status, $"{route}: {text}");
        }
    }

    // The monitoring API names the app in the query.
    private static string QueryOf(ServedRoute route) => route.Template.StartsWith("v2/monitoring/", StringComparison.Ordinal) ? "?app_id={0}&start=1767225600&end=1767225660" : "";

    /// <summary>An app of the platform's own team, and a request for each route.</summary>
    private sealed class World(TestApi api, string app, string deployment, string invocation, string domain, AccessToken spare, string credential) : IAsyncDisposable
    {
        private const string Secret = "s3cret-of-the-app";
        private readonly HttpClient _client = new() { BaseAddress = api.Client.BaseAddress };

        public TestApi Api => api;

        public string App => app;

        public static ServedRoute Route(string function) => ServedRoute.All.First(route => route.Function == function);

        public static async Task<World> StartAsync()
        {
            var api = await new TestApi().StartAsync();
            var job = new { name = "migrate", kind = "PRE_DEPLOY", git = new { repo_clone_url = "https://git.example/shop.git", branch = "main" }, run_command = "./migrate" };
            var (app, deployment) = await api.CreateActiveAsync(new { name = "shop", services = new[] { TestApi.Service("web", Secret) }, jobs = new[] { job }, domains = new[] { new { domain = "www.example.test" } }, alerts = new[] { new { rule = "DEPLOYMENT_LIVE" } } });
            var domain = (await api.AppAsync(app, shown => shown.GetProperty("domains").GetArrayLength() > 0)).GetProperty("domains")[0].GetProperty("id").GetString()!;
            var invocation = (await api.GetAsync($"v2/apps/{app}/job-invocations")).GetProperty("job_invocations")[0].GetProperty("id").GetString()!;
            var spare = await api.Services.GetRequiredService<TokenStore>().CreateAsync("spare", TokenScopes.Read, PlatformTeam.Id, null, Cancellation);
            _ = await api.PostAsync("platform/teams", new { name = "spare" }, HttpStatusCode.Created);
            var credential = await api.PostAsync("platform/source-credentials", new { url = "https://git.example/", password = Secret }, HttpStatusCode.Created);
            return new World(api, app, deployment, invocation, domain, spare.Token, credential.GetProperty("source_credential").GetProperty("id").GetString()!);
        }

        public static void ShouldTellNothing(World world, string text)
        {
            text.ShouldNotContain(Secret);
            text.ShouldNotContain("EV[");
            text.ShouldNotContain("git.example");
            text.ShouldNotContain(world.Api.Token[..12]);
            text.ShouldNotContain("\"shop\"");
        }

        /// <summary>What the right token may be answered: success, or a refusal that tells of the request, not of the token.</summary>
        public IEnumerable<HttpStatusCode> Expected(ServedRoute route) => route.Function switch
        {
            // Cancelled is only what has not ended, reverted only what was rolled back.
            _ when route.Verb is "GET" or "HEAD" or "DELETE" => [HttpStatusCode.OK, HttpStatusCode.NoContent, .. s_absent.Contains(route.Function) ? [HttpStatusCode.NotFound] : (HttpStatusCode[])[]],
            _ => [HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.NoContent, HttpStatusCode.BadRequest, HttpStatusCode.Conflict, .. s_absent.Contains(route.Function) ? [HttpStatusCode.NotFound] : (HttpStatusCode[])[]],
        };

        public async Task<(HttpStatusCode Status, string Text)> SendAsync(ServedRoute route, string? secret, bool byName = false)
        {
            var parameters = new Dictionary<string, string>
            {
                ["id"] = byName ? "shop" : app,
                ["deploymentId"] = deployment,
                ["component"] = "web",
                ["alertId"] = AlertCatalog.Of(app, new AppSpec { Name = "shop", Alerts = [new AlertSpec { Rule = AlertRule.DeploymentLive }] })[0].Id,
                ["slug"] = "apps-s-1vcpu-0.5gb",
                ["path"] = "nothing",
                ["eventId"] = deployment,
                ["job"] = "migrate",
                ["invocationId"] = invocation,
                ["domainId"] = domain,
                ["GetTier.slug"] = "basic",
                ["version"] = "0123456789abcdef",
                ["RevokeToken.token"] = byName ? spare.Prefix : spare.Id,
                ["DeleteTeam.team"] = "spare",
                ["DeleteSourceCredential.credential"] = credential,
                ["ReadBuildSource.token"] = "x",
                ["ReadLogs.token"] = "x",
            };
            using var request = new HttpRequestMessage(new HttpMethod(route.Verb), route.PathWith(parameters) + string.Format(null, QueryOf(route), byName ? "shop" : app));
            if (route.Verb is "POST" or "PUT" or "PATCH")
            {
                request.Content = JsonContent.Create(new { });
            }

            if (secret is not null)
            {
                request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + secret).ShouldBeTrue();
            }

            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
            return (response.StatusCode, await ReadAsync(response.Content));
        }

        // Events have no end: the first are what there is to be read.
        private static async Task<string> ReadAsync(HttpContent content)
        {
            if (content.Headers.ContentType?.MediaType != "text/event-stream")
            {
                return await content.ReadAsStringAsync(Cancellation);
            }

            var buffer = new byte[4096];
            var length = await (await content.ReadAsStreamAsync(Cancellation)).ReadAsync(buffer, Cancellation);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }

        public ValueTask DisposeAsync()
        {
            _client.Dispose();
            return api.DisposeAsync();
        }

        // Things that the app has none of.
        private static readonly string[] s_absent = ["GetAppConsole", "GetDeploymentConsole", "GetEventLogs", "GetDatabaseConnectionDetails", "GetDockerCredentials", "UpgradeBuildpack"];
    }
}
