using System.Net;
using Pipelines.Tests.Doubles;

namespace Octokit.Tests;

public sealed class GitHubClientTests
{
    private const string Commit = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    [Theory]
    [InlineData("https://github.com", "https://api.github.com/")]
    [InlineData("https://api.github.com/", "https://api.github.com/")]
    [InlineData("https://git.example.org", "https://git.example.org/api/v3/")]
    [InlineData("https://git.example.org:8443/x", "https://git.example.org:8443/api/v3/")]
    public void An_address_leads_to_its_api(string address, string api) => new GitHubClient(new ProductHeaderValue("tests"), new Uri(address)).BaseAddress.ShouldBe(new Uri(api));

    [Fact]
    public async Task A_status_is_said_of_a_commit_and_listed()
    {
        await using var github = await FakeGitHub.StartAsync();
        var client = Client(github);
        var said = await client.Repository.Status.Create("acme", "shop", Commit, new NewCommitStatus { State = CommitState.Pending, Context = "pipelines/shop", TargetUrl = "https://p.example/1" });
        said.State.Value.ShouldBe(CommitState.Pending);
        said.Context.ShouldBe("pipelines/shop");
        said.Id.ShouldBeGreaterThan(0);
        github.Statuses.ShouldHaveSingleItem().Body.ToJsonString().ShouldBe("""{"state":"pending","target_url":"https://p.example/1","context":"pipelines/shop"}""");
        (await client.Repository.Status.GetAll("acme", "shop", Commit)).ShouldHaveSingleItem().TargetUrl.ShouldBe("https://p.example/1");
    }

    [Fact]
    public async Task A_deployment_is_made_found_and_its_state_said()
    {
        await using var github = await FakeGitHub.StartAsync();
        var client = Client(github);
        var made = await client.Repository.Deployment.Create("acme", "shop", new NewDeployment(Commit)
        {
            AutoMerge = false,
            RequiredContexts = [],
            Environment = "shop",
            Payload = new Dictionary<string, string> { ["deployment_id"] = "d-1" },
            TransientEnvironment = true,
        });
        var body = github.Deployments.ShouldHaveSingleItem();
        body["required_contexts"]!.AsArray().ShouldBeEmpty();
        body["auto_merge"]!.GetValue<bool>().ShouldBeFalse();
        body["transient_environment"]!.GetValue<bool>().ShouldBeTrue();
        body.ContainsKey("production_environment").ShouldBeFalse();
        var found = (await client.Repository.Deployment.GetAll("acme", "shop", new ApiOptions { PageSize = 100, PageCount = 1 })).ShouldHaveSingleItem();
        found.Id.ShouldBe(made.Id);
        found.Payload["deployment_id"].ShouldBe("d-1");
        var status = await client.Repository.Deployment.Status.Create("acme", "shop", made.Id, new NewDeploymentStatus(DeploymentState.InProgress) { LogUrl = "https://p.example/1" });
        status.State.Value.ShouldBe(DeploymentState.InProgress);
        github.DeploymentStatuses.ShouldHaveSingleItem().Body["state"]!.GetValue<string>().ShouldBe("in_progress");
    }

    [Fact]
    public async Task A_list_is_read_page_by_page_and_other_peoples_payloads_do_no_harm()
    {
        await using var github = await FakeGitHub.StartAsync();
        for (var i = 0; i < 250; i++)
        {
            github.Deployments.Enqueue(new() { ["id"] = i, ["sha"] = Commit, ["ref"] = "main", ["environment"] = "e", ["payload"] = i % 2 == 0 ? "" : new System.Text.Json.Nodes.JsonObject { ["n"] = 1 } });
        }

        var client = Client(github);
        (await client.Repository.Deployment.GetAll("acme", "shop", new ApiOptions { PageSize = 100 })).Select(deployment => deployment.Id).ShouldBe(Enumerable.Range(0, 250).Reverse().Select(id => (long)id));
        (await client.Repository.Deployment.GetAll("acme", "shop", new ApiOptions { PageSize = 100, PageCount = 2 })).Count.ShouldBe(200);
        (await client.Repository.Deployment.GetAll("acme", "shop"))[0].Payload["n"].ShouldBe("1");
    }

    [Fact]
    public async Task Errors_are_told_by_kind()
    {
        await using var github = await FakeGitHub.StartAsync();
        var nobody = new GitHubClient(new ProductHeaderValue("tests"), github.Address);
        (await Should.ThrowAsync<AuthorizationException>(() => nobody.Repository.Status.GetAll("acme", "shop", Commit))).Message.ShouldBe("Bad credentials");
        var client = Client(github);
        (await Should.ThrowAsync<NotFoundException>(() => client.Repository.Status.GetAll("acme", "other", Commit))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var unprocessable = await Should.ThrowAsync<ApiException>(() => client.Repository.Status.Create("acme", "shop", Commit, new NewCommitStatus { Description = new string('x', 141) }));
        unprocessable.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var reset = DateTimeOffset.UtcNow.AddMinutes(20);
        github.Instead = async context =>
        {
            await FakeGitHub.AnswerAsync(context, 403, "API rate limit exceeded for installation ID 77.", ("X-RateLimit-Limit", "5000"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", reset.ToUnixTimeSeconds().ToString()));
            return true;
        };
        var limited = await Should.ThrowAsync<RateLimitExceededException>(() => client.Repository.Status.GetAll("acme", "shop", Commit));
        limited.Limit.ShouldBe(5000);
        limited.GetRetryAfterTimeSpan().TotalMinutes.ShouldBeInRange(19, 20);
        github.Instead = async context =>
        {
            await FakeGitHub.AnswerAsync(context, 403, "You have exceeded a secondary rate limit.");
            return true;
        };
        (await Should.ThrowAsync<ForbiddenException>(() => client.Repository.Status.GetAll("acme", "shop", Commit))).Message.ShouldContain("secondary");
    }

    [Fact]
    public async Task A_redirect_is_followed_with_credentials_to_the_same_host_only()
    {
        await using var github = await FakeGitHub.StartAsync();
        await using var other = await FakeGitHub.StartAsync();
        var asked = false;
        other.Instead = _ => Task.FromResult(asked = true);
        var client = Client(github);
        var target = "/api/v3/repos/acme/shop/statuses/" + Commit;
        github.Instead = context =>
        {
            var moves = context.Request.Path.Value!.Contains("/old/");
            if (moves)
            {
                (context.Response.StatusCode, context.Response.Headers.Location) = (307, target);
            }

            return Task.FromResult(moves);
        };
        _ = await client.Repository.Status.Create("acme", "old", Commit, new NewCommitStatus { Context = "x" });
        github.Statuses.ShouldHaveSingleItem().Body["context"]!.GetValue<string>().ShouldBe("x");
        target = new Uri(other.Address, target).ToString();
        (await Should.ThrowAsync<ApiException>(() => client.Repository.Status.Create("acme", "old", Commit, new NewCommitStatus()))).StatusCode.ShouldBe(HttpStatusCode.TemporaryRedirect);
        asked.ShouldBeFalse();
    }

    [Fact]
    public void A_value_that_is_not_known_yet_is_kept_as_text()
    {
        StringEnum<DeploymentState> known = "in_progress", unknown = "teleported";
        known.Value.ShouldBe(DeploymentState.InProgress);
        known.ShouldBe(DeploymentState.InProgress);
        unknown.TryParse(out _).ShouldBeFalse();
        unknown.StringValue.ShouldBe("teleported");
        Should.Throw<ArgumentException>(() => unknown.Value);
    }

    private static GitHubClient Client(FakeGitHub github) =>
        new(new ProductHeaderValue("tests", "1.0"), github.Address) { Credentials = new Credentials(FakeGitHub.PersonalToken) };
}
