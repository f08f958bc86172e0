using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Functions.Tests.Platform;

namespace Pipelines.Functions.Tests.Webhooks;

public sealed class WebhooksFunctionsTests
{
    private const string Secret = "it's a secret to everybody";
    private const string SigningToken = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static readonly string s_commit = new('b', 40);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_push_on_github_deploys_the_apps_of_its_branch()
    {
        await using var api = await StartAsync();
        var (app, first) = await api.CreateActiveAsync(Hosted("github"));
        var answer = await SendGitHubAsync(api, Push(), "d-1", HttpStatusCode.Accepted);
        answer.GetProperty("result").GetString().ShouldBe("accepted");
        answer.GetProperty("instances")[0].GetString().ShouldBe("delivery-github-d-1");
        var shown = await api.AppAsync(app, current => TestApi.Id(current, "active_deployment") is { } active && active != first);
        var deployment = shown.GetProperty("active_deployment");
        deployment.GetProperty("cause").GetString().ShouldBe("commit bbbbbbb pushed to github/o/shop");
        deployment.GetProperty("cause_details").GetProperty("type").GetString().ShouldBe("DEPLOY_ON_PUSH");
        deployment.GetProperty("services")[0].GetProperty("source_commit_hash").GetString().ShouldBe(s_commit);
    }

    [Fact]
    public async Task Two_hundred_duplicates_at_once_make_one_deployment()
    {
        await using var api = await StartAsync();
        var (app, _) = await api.CreateActiveAsync(Hosted("github"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => SendGitHubAsync(api, Push(), "d-1", HttpStatusCode.Accepted)));
        answers.Count(answer => answer.GetProperty("result").GetString() == "accepted").ShouldBe(1);
        answers.Count(answer => answer.GetProperty("result").GetString() == "duplicate").ShouldBe(199);
        await EndedAsync(api, "delivery-github-d-1");
        _ = await api.AppAsync(app, shown => shown.TryGetProperty("active_deployment", out var active) && active.GetProperty("cause").GetString()!.StartsWith("commit") && TestApi.Id(shown, "pending_deployment") is null);
        (await api.GetAsync($"v2/apps/{app}/deployments?deployment_types=DEPLOY_ON_PUSH")).GetProperty("meta").GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_delivery_replayed_under_another_id_is_known()
    {
        await using var api = await StartAsync();
        _ = await SendGitHubAsync(api, Push(), "d-1", HttpStatusCode.Accepted);
        var replayed = await SendGitHubAsync(api, Push(), "d-2", HttpStatusCode.Accepted);
        replayed.GetProperty("result").GetString().ShouldBe("duplicate");
        replayed.GetProperty("reason").GetString()!.ShouldContain("d-1");
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("wrong secret")]
    [InlineData("changed body")]
    [InlineData("sha1")]
    [InlineData("twice")]
    public async Task A_forged_delivery_is_refused(string forgery)
    {
        await using var api = await StartAsync();
        var body = Push();
        var signature = Sign(body, forgery == "wrong secret" ? "guess" : Secret);
        var headers = new List<(string, string)> { ("X-GitHub-Event", "push"), ("X-GitHub-Delivery", "d-1") };
        if (forgery != "nothing")
        {
            headers.Add(("X-Hub-Signature-256", forgery == "sha1" ? signature.Replace("sha256", "sha1") : signature));
        }

        if (forgery == "twice")
        {
            headers.Add(("X-Hub-Signature-256", signature));
        }

        var error = await SendAsync(api, "github", forgery == "changed body" ? body.Replace("main", "evil") : body, HttpStatusCode.Unauthorized, [.. headers]);
        error.GetProperty("id").GetString().ShouldBe("unauthorized");
    }

    [Fact]
    public async Task Without_a_secret_nobody_is_believed()
    {
        await using var api = await new TestApi().StartAsync();
        foreach (var provider in (string[])["github", "gitlab", "bitbucket"])
        {
            (await SendAsync(api, provider, "{}", HttpStatusCode.Forbidden)).GetProperty("message").GetString()!.ShouldContain("Pipelines:Webhooks:");
        }
    }

    [Fact]
    public async Task What_deploys_nothing_is_accepted_saying_why()
    {
        await using var api = await StartAsync();
        (await SendGitHubAsync(api, """{"zen":"Keep it logically awesome."}""", "d", HttpStatusCode.OK, "ping")).GetProperty("result").GetString().ShouldBe("pong");
        await IgnoredAsync("""{"action":"opened"}""", "issues", "only \"push\"");
        await IgnoredAsync("""{"action":"labeled"}""", "pull_request", "labeled");
        await IgnoredAsync(Push(reference: "refs/tags/v1"), "push", "refs/tags/v1");
        await IgnoredAsync(Push(commit: new string('0', 40)), "push", "deleted");

        async Task IgnoredAsync(string body, string githubEvent, string reason)
        {
            var answer = await SendGitHubAsync(api, body, "d", HttpStatusCode.Accepted, githubEvent);
            answer.GetProperty("result").GetString().ShouldBe("ignored");
            answer.GetProperty("reason").GetString()!.ShouldContain(reason);
        }
    }

    [Fact]
    public async Task A_push_that_concerns_no_app_changes_nothing()
    {
        await using var api = await StartAsync();
        var (app, _) = await api.CreateActiveAsync(Hosted("github", sourceDir: "backend"));
        _ = await SendGitHubAsync(api, Push(branch: "other"), "d-1", HttpStatusCode.Accepted);
        _ = await SendGitHubAsync(api, Push(repository: "o/other"), "d-2", HttpStatusCode.Accepted);
        _ = await SendGitHubAsync(api, Push(path: "frontend/index.html"), "d-3", HttpStatusCode.Accepted);
        foreach (var delivery in (string[])["d-1", "d-2", "d-3"])
        {
            (await EndedAsync(api, "delivery-github-" + delivery)).ReadOutputAs<List<string>>().ShouldBeEmpty();
        }

        (await api.GetAsync($"v2/apps/{app}/deployments")).GetProperty("meta").GetProperty("total").GetInt32().ShouldBe(1);
        _ = await SendGitHubAsync(api, Push(path: "backend/app.py"), "d-4", HttpStatusCode.Accepted);
        (await EndedAsync(api, "delivery-github-d-4")).ReadOutputAs<List<string>>()!.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_answer_says_when_a_push_will_deploy_nothing()
    {
        await using var api = await StartAsync();
        var (app, _) = await api.CreateActiveAsync(Hosted("github", sourceDir: "backend"));
        (await SendGitHubAsync(api, Push(path: "frontend/index.html"), "d-1", HttpStatusCode.Accepted)).GetProperty("reason").GetString().ShouldBe("no component of shop is touched by the changed files: nothing is deployed");
        (await SendGitHubAsync(api, Push(branch: "other"), "d-2", HttpStatusCode.Accepted)).GetProperty("reason").GetString()!.ShouldContain("no app is deployed by a push to other");
        (await SendGitHubAsync(api, Push(path: "backend/x", message: "Fix typo\n\n[Skip Deploy]"), "d-3", HttpStatusCode.Accepted)).GetProperty("reason").GetString()!.ShouldContain("asks for no deployment");
        foreach (var delivery in (string[])["d-1", "d-2", "d-3"])
        {
            (await EndedAsync(api, "delivery-github-" + delivery)).ReadOutputAs<List<string>>().ShouldBeEmpty();
        }

        _ = await api.PutAsync($"platform/apps/{app}/paths", new { paths = new { web = new[] { "frontend" } } });
        (await api.GetAsync($"platform/apps/{app}/paths")).GetProperty("paths").GetProperty("web")[0].GetString().ShouldBe("frontend");
        (await SendGitHubAsync(api, Push(path: "frontend/other.html"), "d-4", HttpStatusCode.Accepted)).TryGetProperty("reason", out _).ShouldBeFalse();
        (await EndedAsync(api, "delivery-github-d-4")).ReadOutputAs<List<string>>()!.Count.ShouldBe(1);
        _ = await api.PutAsync($"platform/apps/{app}/paths", new { paths = new { web = new[] { "../x" } } }, HttpStatusCode.BadRequest);
        _ = await api.PutAsync($"platform/apps/{app}/paths", new { paths = new { nobody = new[] { "x" } } }, HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"ref\":\"refs/heads/main\"}")]
    [InlineData("{\"ref\":\"refs/heads/main\",\"after\":\"--upload-pack=touch /tmp/x\",\"repository\":{\"full_name\":\"o/shop\"}}")]
    public async Task An_unusable_payload_is_refused_even_when_signed(string body)
    {
        await using var api = await StartAsync();
        _ = await SendGitHubAsync(api, body, "d", HttpStatusCode.BadRequest);
        _ = await SendGitHubAsync(api, string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100), "d", HttpStatusCode.BadRequest);
        _ = await SendGitHubAsync(api, Push(), "../../x", HttpStatusCode.BadRequest);
        _ = await SendGitHubAsync(api, $$"""{"x":"{{new string('x', 6 * 1024 * 1024)}}"}""", "d", HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_payload_sent_as_a_form_is_read()
    {
        await using var api = await StartAsync();
        var form = "payload=" + Uri.EscapeDataString(Push());
        var answer = await SendAsync(
            api, "github", form, HttpStatusCode.Accepted, "application/x-www-form-urlencoded", ("X-GitHub-Event", "push"), ("X-GitHub-Delivery", "d-1"), ("X-Hub-Signature-256", Sign(form, Secret)));
        answer.GetProperty("result").GetString().ShouldBe("accepted");
    }

    [Fact]
    public async Task Gitlab_is_believed_by_its_token()
    {
        await using var api = await StartAsync();
        var (app, first) = await api.CreateActiveAsync(Hosted("gitlab"));
        var body = GitLabPush();
        _ = await SendAsync(api, "gitlab", body, HttpStatusCode.Unauthorized, ("X-Gitlab-Token", "guess"), ("X-Gitlab-Event-UUID", "u-1"));
        var answer = await SendAsync(api, "gitlab", body, HttpStatusCode.Accepted, ("X-Gitlab-Token", Secret), ("X-Gitlab-Event-UUID", "u-0"), ("Idempotency-Key", "k-1"));
        answer.GetProperty("instances")[0].GetString().ShouldBe("delivery-gitlab-k-1");
        (await SendAsync(api, "gitlab", body, HttpStatusCode.Accepted, ("X-Gitlab-Token", Secret), ("X-Gitlab-Event-UUID", "u-2"), ("Idempotency-Key", "k-1"))).GetProperty("result").GetString().ShouldBe("duplicate");
        _ = await api.AppAsync(app, current => TestApi.Id(current, "active_deployment") is { } active && active != first);
    }

    [Fact]
    public async Task Gitlab_is_believed_by_its_signature_when_a_signing_token_is_set()
    {
        await using var api = new TestApi();
        api.Settings["Pipelines:Webhooks:GitLabSecret"] = SigningToken;
        _ = await api.StartAsync();
        var body = GitLabPush();
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        _ = await SendAsync(api, "gitlab", body, HttpStatusCode.Unauthorized, ("X-Gitlab-Token", SigningToken), ("X-Gitlab-Event-UUID", "u"));
        _ = await SendAsync(api, "gitlab", body, HttpStatusCode.Unauthorized, Signed("w-1", now - 3600, body));
        _ = await SendAsync(api, "gitlab", body + " ", HttpStatusCode.Unauthorized, Signed("w-1", now, body));
        _ = await SendAsync(api, "gitlab", body, HttpStatusCode.Unauthorized, [.. Signed("w-1", now, body).Select(header => header.Name == "webhook-id" ? (header.Name, "w-2") : header)]);
        (await SendAsync(api, "gitlab", body, HttpStatusCode.Accepted, Signed("w-1", now, body))).GetProperty("instances")[0].GetString().ShouldBe("delivery-gitlab-w-1");
    }

    [Fact]
    public async Task Bitbucket_tells_of_several_branches_in_one_delivery()
    {
        await using var api = await StartAsync();
        var (app, first) = await api.CreateActiveAsync(Hosted("bitbucket"));
        object Change(string type, string name) => new { @new = new { type, name, target = new { hash = s_commit } } };
        var body = JsonSerializer.Serialize(new { repository = new { full_name = "o/shop" }, push = new { changes = new[] { Change("tag", "v1"), Change("branch", "main"), Change("branch", "next"), new { @new = (object?)null } } } });
        var answer = await SendAsync(api, "bitbucket", body, HttpStatusCode.Accepted, ("X-Event-Key", "repo:push"), ("X-Request-UUID", "r-1"), ("X-Hub-Signature", Sign(body, Secret)));
        answer.GetProperty("instances").EnumerateArray().Select(id => id.GetString()).ShouldBe(["delivery-bitbucket-r-1", "delivery-bitbucket-r-1_1"]);
        _ = await api.AppAsync(app, current => TestApi.Id(current, "active_deployment") is { } active && active != first);
        _ = await SendAsync(api, "bitbucket", body, HttpStatusCode.Unauthorized, ("X-Event-Key", "repo:push"), ("X-Request-UUID", "r-2"), ("X-Hub-Signature", Sign(body, "guess")));
    }

    private static async Task<TestApi> StartAsync()
    {
        var api = new TestApi();
        foreach (var provider in (string[])["GitHub", "GitLab", "Bitbucket"])
        {
            api.Settings[$"Pipelines:Webhooks:{provider}Secret"] = Secret;
        }

        return await api.StartAsync();
    }

    private static object Hosted(string provider, string? sourceDir = null)
    {
        var service = new Dictionary<string, object> { ["name"] = "web", [provider] = new { repo = "o/shop", branch = "main", deploy_on_push = true } };
        if (sourceDir is not null)
        {
            service["source_dir"] = sourceDir;
        }

        return new { name = "shop", services = new[] { service } };
    }

    private static string Push(string? reference = null, string branch = "main", string? commit = null, string repository = "o/shop", string path = "app.py", string message = "Change") => JsonSerializer.Serialize(new
    {
        @ref = reference ?? "refs/heads/" + branch,
        before = new string('a', 40),
        after = commit ?? s_commit,
        created = false,
        forced = false,
        repository = new { full_name = repository, clone_url = $"https://github.com/{repository}.git", pushed_at = 1_700_000_000 },
        head_commit = new { message },
        commits = new[] { new { id = s_commit, added = Array.Empty<string>(), modified = new[] { path }, removed = Array.Empty<string>() } },
    });

    private static string GitLabPush() => JsonSerializer.Serialize(new
    {
        object_kind = "push",
        @ref = "refs/heads/main",
        before = new string('a', 40),
        after = s_commit,
        project = new { path_with_namespace = "o/shop", git_http_url = "https://gitlab.com/o/shop.git" },
        commits = Array.Empty<object>(),
        total_commits_count = 30,
    });

    private static string Sign(string body, string secret) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));

    private static (string Name, string Value)[] Signed(string id, long timestamp, string body)
    {
        var signature = HMACSHA256.HashData(Convert.FromBase64String(SigningToken["whsec_".Length..]), Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}"));
        return [("webhook-id", id), ("webhook-timestamp", $"{timestamp}"), ("webhook-signature", $"v1,{Convert.ToBase64String(new byte[32])} v1,{Convert.ToBase64String(signature)}")];
    }

    private static Task<JsonElement> SendGitHubAsync(TestApi api, string body, string delivery, HttpStatusCode status, string githubEvent = "push") =>
        SendAsync(api, "github", body, status, ("X-GitHub-Event", githubEvent), ("X-GitHub-Delivery", delivery), ("X-Hub-Signature-256", Sign(body, Secret)));

    private static Task<JsonElement> SendAsync(TestApi api, string provider, string body, HttpStatusCode status, params (string Name, string Value)[] headers) =>
        SendAsync(api, provider, body, status, "application/json", headers);

    private static async Task<JsonElement> SendAsync(TestApi api, string provider, string body, HttpStatusCode status, string mediaType, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "webhooks/" + provider) { Content = new StringContent(body, Encoding.UTF8, mediaType) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }

        using var client = new HttpClient { BaseAddress = api.Client.BaseAddress };
        using var response = await client.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        response.StatusCode.ShouldBe(status, text + api.Logs.Failures);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<OrchestrationMetadata> EndedAsync(TestApi api, string instance) =>
        await api.Services.GetRequiredService<DurableTaskClient>().WaitForInstanceCompletionAsync(instance, getInputsAndOutputs: true, Cancellation);
}
