using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pipelines.Activities.Source;
using Pipelines.Activities.Statuses;
using Pipelines.Deployments;
using Pipelines.Storage.State;
using Pipelines.Tests.Doubles;

namespace Pipelines.Activities.Tests.Statuses;

public sealed class TellStatusActivityTests : IDisposable
{
    private const string Commit = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    private const string Page = "https://pipelines.example/panel/apps/a-1/deployments/d-1";
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("statuses-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Github_is_told_as_the_app_with_a_status_and_a_deployment()
    {
        await using var github = await FakeGitHub.StartAsync();
        var activity = Activity(("GitHubUrl", github.Address.ToString()), ("GitHubAppId", FakeGitHub.AppId), ("GitHubPrivateKey", github.PrivateKey.ReplaceLineEndings("\\n")));
        var begun = await TellAsync(activity, Status("github", DeploymentPhase.Building));
        begun.Problem.ShouldBeNull();
        var ended = await TellAsync(activity, Status("github", DeploymentPhase.Active) with { LiveUrl = "http://shop.localhost:8080/", ProviderId = begun.ProviderId });
        ended.ProviderId.ShouldBe(begun.ProviderId);
        github.TokensMade.ShouldBe(1);
        github.Statuses.Select(status => $"{status.Repository} {status.Commit[..3]} {status.Body["context"]} {status.Body["state"]} {status.Body["target_url"]}")
            .ShouldBe([$"acme/shop bbb pipelines/shop pending {Page}", $"acme/shop bbb pipelines/shop success {Page}"]);
        github.Deployments.ShouldHaveSingleItem()["production_environment"]!.GetValue<bool>().ShouldBeTrue();
        github.DeploymentStatuses.Select(status => $"{status.Deployment == begun.ProviderId} {status.Body["state"]} {status.Body["environment"]} {status.Body["environment_url"]}")
            .ShouldBe(["True in_progress shop ", "True success shop http://shop.localhost:8080/"]);
    }

    [Fact]
    public async Task A_try_that_died_before_its_receipt_is_found_again()
    {
        await using var github = await FakeGitHub.StartAsync();
        var activity = GitHub(github);
        var first = await TellAsync(activity, Status("github", DeploymentPhase.Building));
        var again = await TellAsync(activity, Status("github", DeploymentPhase.Building));
        again.ProviderId.ShouldBe(first.ProviderId);
        github.Deployments.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_preview_is_an_environment_that_will_be_gone()
    {
        await using var github = await FakeGitHub.StartAsync();
        _ = await TellAsync(GitHub(github), Status("github", DeploymentPhase.Building) with { IsPreview = true });
        var made = github.Deployments.ShouldHaveSingleItem();
        made["transient_environment"]!.GetValue<bool>().ShouldBeTrue();
        made["production_environment"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task Github_is_left_alone_for_as_long_as_it_asks()
    {
        await using var github = await FakeGitHub.StartAsync();
        var activity = GitHub(github);
        var reset = DateTimeOffset.UtcNow.AddMinutes(30).ToUnixTimeSeconds().ToString();
        (await RefusedAsync(403, "API rate limit exceeded for user ID 1.", ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", reset))).RetryAfter!.Value.TotalMinutes.ShouldBeInRange(29, 30);
        (await RefusedAsync(403, "You have exceeded a secondary rate limit. Please wait a few minutes.")).RetryAfter.ShouldBe(TimeSpan.FromMinutes(1));
        (await RefusedAsync(429, "Too many requests")).RetryAfter.ShouldBe(TimeSpan.FromMinutes(1));
        (await RefusedAsync(502, "Bad gateway")).TryAgain.ShouldBeTrue();
        (await RefusedAsync(404, "Not Found")).TryAgain.ShouldBeFalse();
        (await RefusedAsync(403, "Resource not accessible by integration")).TryAgain.ShouldBeFalse();

        async Task<StatusReceipt> RefusedAsync(int status, string message, params (string, string)[] headers)
        {
            github.Instead = async context =>
            {
                await FakeGitHub.AnswerAsync(context, status, message, headers);
                return true;
            };
            var receipt = await TellAsync(activity, Status("github", DeploymentPhase.Building));
            receipt.Problem.ShouldNotBeNull();
            return receipt;
        }
    }

    [Fact]
    public async Task Gitlab_is_told_by_commit_statuses()
    {
        await using var gitlab = await FakeProvider.StartAsync();
        var activity = Activity(("GitLabUrl", gitlab.Address), ("GitLabToken", "glpat-secret"));
        (await TellAsync(activity, Status("gitlab", DeploymentPhase.Error, "group/sub/shop") with { Reason = "npm run build ended with exit code 3" })).Problem.ShouldBeNull();
        var (path, headers, body) = gitlab.Requests.ShouldHaveSingleItem();
        path.ShouldBe($"/api/v4/projects/group%2Fsub%2Fshop/statuses/{Commit}");
        headers["PRIVATE-TOKEN"].ToString().ShouldBe("glpat-secret");
        body.ToJsonString().ShouldBe($$"""{"state":"failed","name":"pipelines/shop","description":"npm run build ended with exit code 3","target_url":"{{Page}}"}""");
        gitlab.Answer = context => AnswerAsync(context, 400, """{"message":{"base":["Cannot transition status via :drop from :failed"]}}""");
        (await TellAsync(activity, Status("gitlab", DeploymentPhase.Error))).Problem.ShouldBeNull();
        gitlab.Answer = context =>
        {
            context.Response.Headers.RetryAfter = "90";
            return AnswerAsync(context, 429, "Retry later");
        };
        var limited = await TellAsync(activity, Status("gitlab", DeploymentPhase.Error));
        limited.ShouldBe(new StatusReceipt("429 Retry later", TryAgain: true, TimeSpan.FromSeconds(90)));
    }

    [Fact]
    public async Task Bitbucket_is_told_by_build_statuses()
    {
        await using var bitbucket = await FakeProvider.StartAsync();
        var activity = Activity(("BitbucketUrl", bitbucket.Address), ("BitbucketUsername", "ada"), ("BitbucketToken", "app-password"));
        (await TellAsync(activity, Status("bitbucket", DeploymentPhase.Building))).Problem.ShouldBeNull();
        (await TellAsync(activity, Status("bitbucket", DeploymentPhase.Superseded) with { AppName = "a-name-of-thirty-two-characters-x" })).Problem.ShouldBeNull();
        var (path, headers, body) = bitbucket.Requests.First();
        path.ShouldBe($"/2.0/repositories/acme/shop/commit/{Commit}/statuses/build");
        headers.Authorization.ToString().ShouldBe("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ada:app-password")));
        (body["key"]!.ToString(), body["state"]!.ToString(), body["url"]!.ToString()).ShouldBe(("pipelines/shop", "INPROGRESS", Page));
        bitbucket.Requests.Last().Body["state"]!.ToString().ShouldBe("STOPPED");
        bitbucket.Requests.Last().Body["key"]!.ToString().Length.ShouldBeLessThanOrEqualTo(40);
    }

    [Fact]
    public async Task Who_does_not_answer_is_asked_again_later()
    {
        var gone = await FakeProvider.StartAsync();
        var address = gone.Address;
        await gone.DisposeAsync();
        (await TellAsync(Activity(("GitLabUrl", address), ("GitLabToken", "t")), Status("gitlab", DeploymentPhase.Active))).TryAgain.ShouldBeTrue();
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_the_token()
    {
        await using var gitlab = await FakeProvider.StartAsync();
        gitlab.Answer = context =>
        {
            context.Response.Headers.Location = gitlab.Address + "/elsewhere";
            return AnswerAsync(context, 307, "");
        };
        var receipt = await TellAsync(Activity(("GitLabUrl", gitlab.Address), ("GitLabToken", "t")), Status("gitlab", DeploymentPhase.Active));
        receipt.TryAgain.ShouldBeFalse();
        gitlab.Requests.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("GitHubPrivateKey", "no key", "Pipelines:Statuses:GitHubPrivateKey")]
    [InlineData("GitHubPrivateKeyFile", "/no/such/file", "Pipelines:Statuses:GitHubPrivateKey")]
    [InlineData("GitLabUrl", "ftp://gitlab", "Pipelines:Statuses:GitLabUrl")]
    public void A_wrong_setting_is_found_at_the_start(string key, string value, string told) =>
        Should.Throw<OptionsValidationException>(() => Services(("GitHubAppId", "1"), (key, value)).GetRequiredService<IOptions<StatusOptions>>().Value).Message.ShouldContain(told);

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(text);
    }

    private static DeploymentStatus Status(string provider, DeploymentPhase phase, string repository = "acme/shop") => new()
    {
        AppId = "a-1",
        AppName = "shop",
        DeploymentId = "d-1",
        Repository = new HostedRepository(provider, repository),
        Commit = Commit,
        Phase = phase,
    };

    private static Task<StatusReceipt> TellAsync(TellStatusActivity activity, DeploymentStatus status) => activity.RunAsync(null!, status);

    private TellStatusActivity GitHub(FakeGitHub github) => Activity(("GitHubUrl", github.Address.ToString()), ("GitHubToken", FakeGitHub.PersonalToken));

    private TellStatusActivity Activity(params (string Key, string Value)[] settings) => ActivatorUtilities.CreateInstance<TellStatusActivity>(Services(settings));

    private ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            .. settings.Select(setting => KeyValuePair.Create(StatusOptions.Section + ":" + setting.Key, (string?)setting.Value)),
            KeyValuePair.Create("Pipelines:PublicUrl", (string?)"https://pipelines.example/"),
        ]).Build();
        return new ServiceCollection().AddSingleton<IStateStore>(_ => new SqliteStateStore(Path.Combine(_directory.FullName, $"{Guid.NewGuid():N}.db"))).AddLogging().AddSingleton(TimeProvider.System).AddOptions<HostedSourceOptions>().Services.AddStatuses(configuration).BuildServiceProvider();
    }
}
