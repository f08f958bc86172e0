using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pipelines.Functions.Http;
using Pipelines.Functions.Start;
using Pipelines.Functions.Tests.Platform;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Tests.Http;

public sealed class RateLimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_token_has_so_many_requests_an_hour_and_a_minute()
    {
        var time = new SettableTime();
        var limiter = new RateLimiter(Options.Create(new RateLimitOptions { RequestsPerHour = 5, RequestsPerMinute = 2 }), time);
        var started = time.Now;
        limiter.Count("a").ShouldBe(new RateLimit(true, 5, 4, started.AddHours(1)));
        limiter.Count("a").ShouldBe(new RateLimit(true, 5, 3, started.AddHours(1)));
        limiter.Count("a").ShouldBe(new RateLimit(false, 2, 0, started.AddMinutes(1)));
        limiter.Count("b").Allowed.ShouldBeTrue();
        time.Now += TimeSpan.FromMinutes(1);
        limiter.Count("a").ShouldBe(new RateLimit(true, 5, 2, started.AddHours(1)));
        limiter.Count("a").Remaining.ShouldBe(1);
        time.Now += TimeSpan.FromMinutes(1);
        limiter.Count("a").Remaining.ShouldBe(0);
        limiter.Count("a").ShouldBe(new RateLimit(false, 5, 0, started.AddHours(1)));
        time.Now = started.AddHours(1);
        limiter.Count("a").ShouldBe(new RateLimit(true, 5, 4, started.AddHours(2)));
    }

    [Fact]
    public async Task Answers_say_what_is_left_and_too_many_requests_are_told_when_to_come_back()
    {
        await using var api = new TestApi();
        api.Settings["Pipelines:Api:RequestsPerMinute"] = "3";
        api.Settings["Pipelines:Api:RequestsPerHour"] = "5000";
        _ = await api.StartAsync();
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        for (var left = 4999; left > 4996; left--)
        {
            using var answer = await api.Client.GetAsync("v2/apps", Cancellation);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            Header(answer, "ratelimit-limit").ShouldBe(5000);
            Header(answer, "ratelimit-remaining").ShouldBe(left);
            Header(answer, "ratelimit-reset").ShouldBeInRange(before + 3600, before + 3660);
        }

        using var refused = await api.Client.GetAsync("v2/nothing", Cancellation);
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        Header(refused, "ratelimit-remaining").ShouldBe(0);
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        refused.Headers.Contains("x-request-id").ShouldBeTrue();
        (await refused.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetString().ShouldBe("too_many_requests");

        // Another token has its own; what asks for no token is not counted.
        var other = await api.Services.GetRequiredService<TokenStore>().CreateAsync("other", TokenScopes.Read, PlatformTeam.Id, null, Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, "v2/apps");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", other.Secret);
        using var fresh = await api.Client.SendAsync(request, Cancellation);
        fresh.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var open = await api.Client.GetAsync("healthz", Cancellation);
        open.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static long Header(HttpResponseMessage answer, string name) => long.Parse(answer.Headers.GetValues(name).Single());

    private sealed class SettableTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
