using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Functions.Start;
using Pipelines.Functions.Tests.Platform;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Tests.Http;

public sealed class ApiProtocolTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_valid_token_nothing_below_v2_answers()
    {
        await using var api = await new TestApi().StartAsync();
        foreach (var header in (string?[])[null, "Bearer", "Bearer x", "Basic " + api.Token, "Bearer " + api.Token + "x", "Bearer " + api.Token[..^1]])
        {
            foreach (var (method, path) in ((HttpMethod, string)[])
                [
                    (HttpMethod.Get, "v2/apps"), (HttpMethod.Post, "v2/apps"), (HttpMethod.Get, "V2/apps/regions"), (HttpMethod.Post, "v2/apps/detect"),
                    (HttpMethod.Get, "v2/apps/x/logs"), (HttpMethod.Delete, "v2/apps/x"), (HttpMethod.Get, "v2/nothing"),
                ])
            {
                using var response = await SendAsync(api, method, path, header);
                response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path} with {header}");
                (await ErrorAsync(response)).GetProperty("id").GetString().ShouldBe("unauthorized");
            }
        }
    }

    [Fact]
    public async Task A_token_for_reading_does_not_write_and_a_revoked_one_does_nothing()
    {
        await using var api = await new TestApi().StartAsync();
        var tokens = api.Services.GetRequiredService<TokenStore>();
        var reader = await tokens.CreateAsync("reader", TokenScopes.Read, PlatformTeam.Id, null, Cancellation);
        using var read = await SendAsync(api, HttpMethod.Get, "v2/apps", "Bearer " + reader.Secret);
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var write = await SendAsync(api, HttpMethod.Post, "v2/apps", "Bearer " + reader.Secret);
        write.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ErrorAsync(write)).GetProperty("id").GetString().ShouldBe("forbidden");
        using var lower = await SendAsync(api, HttpMethod.Get, "v2/apps", "bearer " + reader.Secret);
        lower.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_apps_of_another_team_are_not_there()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, deployment) = await api.CreateActiveAsync();
        var other = await api.Services.GetRequiredService<TokenStore>().CreateAsync("other", TokenScopes.Admin, Guid.NewGuid().ToString(), null, Cancellation);
        foreach (var path in (string[])[$"v2/apps/{app}", "v2/apps/shop", $"v2/apps/{app}/deployments", $"v2/apps/{app}/deployments/{deployment}", $"v2/apps/{app}/logs", $"v2/apps/{app}/health"])
        {
            using var response = await SendAsync(api, HttpMethod.Get, path, "Bearer " + other.Secret);
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        using var list = await SendAsync(api, HttpMethod.Get, "v2/apps", "Bearer " + other.Secret);
        (await ErrorAsync(list)).GetProperty("meta").GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task The_first_token_lies_in_a_private_file_and_is_not_logged()
    {
        await using var api = await new TestApi().StartAsync();
        File.GetUnixFileMode(Path.Combine(api.DataDirectory, "token")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _ = await api.GetAsync("v2/apps");
        api.Logs.All.ShouldNotContain(api.Token);
    }

    [Theory]
    [InlineData("{", "not valid JSON")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData(" null\n", "has no \"spec\"")]
    [InlineData("{\"spec\":{\"name\":\"a-b\"},\"spec\":{\"name\":\"c-d\"}}", "twice")]
    [InlineData("{\"spec\":\"shop\"}", "app spec")]
    [InlineData("{\"spec\":{\"name\":\"shop\",\"nmae\":1}}", "nmae")]
    [InlineData("\u0000", "not valid JSON")]
    public async Task A_hostile_body_is_refused_with_a_reason(string body, string reason)
    {
        await using var api = await new TestApi().StartAsync();
        using var response = await PostAsync(api, body);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ErrorAsync(response)).GetProperty("message").GetString()!.ShouldContain(reason);
    }

    [Fact]
    public async Task A_huge_or_deep_body_is_refused_and_the_platform_lives()
    {
        await using var api = await new TestApi().StartAsync();
        using var huge = await PostAsync(api, "{\"spec\":{\"name\":\"" + new string('a', 9 * 1024 * 1024) + "\"}}");
        huge.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        using var deep = await PostAsync(api, string.Concat(Enumerable.Repeat("{\"spec\":", 100_000)));
        deep.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "v2/apps") { Content = new StreamContent(new MemoryStream(new byte[3 * 1024 * 1024])) };
        chunked.Headers.TransferEncodingChunked = true;
        using var answer = await api.Client.SendAsync(chunked, Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        _ = await api.GetAsync("v2/apps");
    }

    [Fact]
    public async Task Requests_have_ids_the_callers_own_where_it_has_one()
    {
        await using var api = await new TestApi().StartAsync();
        using var plain = await api.Client.GetAsync("v2/apps", Cancellation);
        plain.Headers.GetValues("x-request-id").Single().ShouldNotBeNullOrEmpty();
        using var request = new HttpRequestMessage(HttpMethod.Get, "v2/apps/none");
        request.Headers.Add("x-request-id", "abc-123");
        using var named = await api.Client.SendAsync(request, Cancellation);
        named.Headers.GetValues("x-request-id").Single().ShouldBe("abc-123");
        (await ErrorAsync(named)).GetProperty("request_id").GetString().ShouldBe("abc-123");
        using var hostile = new HttpRequestMessage(HttpMethod.Get, "v2/apps");
        hostile.Headers.TryAddWithoutValidation("x-request-id", "<script>").ShouldBeTrue();
        using var own = await api.Client.SendAsync(hostile, Cancellation);
        own.Headers.GetValues("x-request-id").Single().ShouldNotBe("<script>");
    }

    [Fact]
    public async Task A_method_that_a_path_does_not_take_is_told_which_it_takes()
    {
        await using var api = await new TestApi().StartAsync();
        foreach (var (method, path, status) in ((HttpMethod, string, HttpStatusCode)[])
            [
                (HttpMethod.Patch, $"v2/apps/{Guid.NewGuid()}", HttpStatusCode.MethodNotAllowed),
                (HttpMethod.Head, $"v2/apps/{Guid.NewGuid()}", HttpStatusCode.MethodNotAllowed),
                (HttpMethod.Options, $"v2/apps/{Guid.NewGuid()}", HttpStatusCode.NoContent),
            ])
        {
            using var response = await SendAsync(api, method, path, "Bearer " + api.Token);
            response.StatusCode.ShouldBe(status);
            response.Content.Headers.Allow.ShouldBe(["DELETE", "GET", "PUT"]);
            response.Headers.Contains("x-request-id").ShouldBeTrue();
        }

        using var unknown = await SendAsync(api, HttpMethod.Options, "v2/nothing", "Bearer " + api.Token);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var webhook = await SendAsync(api, HttpMethod.Get, "webhooks/github", null);
        webhook.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    private static Task<HttpResponseMessage> PostAsync(TestApi api, string body) =>
        api.Client.PostAsync("v2/apps", new StringContent(body, Encoding.UTF8, "application/json"), Cancellation);

    private static async Task<HttpResponseMessage> SendAsync(TestApi api, HttpMethod method, string path, string? authorization)
    {
        using var client = new HttpClient { BaseAddress = api.Client.BaseAddress };
        using var request = new HttpRequestMessage(method, path);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization).ShouldBeTrue();
        }

        return await client.SendAsync(request, Cancellation);
    }

    private static async Task<JsonElement> ErrorAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement;
}
