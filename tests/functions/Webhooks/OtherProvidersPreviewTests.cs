using System.Net;
using System.Text.Json;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Deployments;
using Pipelines.Functions.Tests.Platform;
using Pipelines.Storage.Secrets;

namespace Pipelines.Functions.Tests.Webhooks;

/// <summary>Previews of GitLab's merge requests and Bitbucket's pull requests behave as those of GitHub: see <see cref="PreviewTests"/>.</summary>
public sealed class OtherProvidersPreviewTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gitlab")]
    [InlineData("bitbucket")]
    public async Task A_request_is_an_app_of_its_own_until_it_closes(string provider)
    {
        await using var api = await StartAsync();
        var app = await PreviewedAppAsync(api, provider);
        await DeliverAsync(api, provider, "d-1", "opened", minute: 0, 'a');
        var preview = await PreviewAsync(api, app);
        var id = preview.AppId;
        preview.Name.ShouldBe("shop-pr-7");
        var first = await SettledAsync(api, id);
        var source = first.GetProperty("spec").GetProperty("services")[0].GetProperty(provider);
        (source.GetProperty("repo").GetString(), source.GetProperty("branch").GetString(), source.TryGetProperty("deploy_on_push", out _)).ShouldBe((PullRequestPayloads.RepositoryOf(provider), "feature", false));
        first.GetProperty("active_deployment").GetProperty("cause").GetString().ShouldBe($"pull request 7 of {provider}/{PullRequestPayloads.RepositoryOf(provider)}");
        var stored = (await api.Services.GetRequiredService<AppStore>().RequireAsync(id, Cancellation)).Spec.Services[0].Envs[0].Value;
        api.Services.GetRequiredService<SecretProtector>().Unprotect(stored!, id).ShouldBe("s3cret", "sealed for the preview");

        await DeliverAsync(api, provider, "d-2", "pushed", minute: 1, 'b');
        var second = await SettledAsync(api, id, after: first);
        await DeliverAsync(api, provider, "d-3", "edited", minute: 2, 'b');
        TestApi.Id(await SettledAsync(api, id), "active_deployment").ShouldBe(TestApi.Id(second, "active_deployment"), "another title is no other code");
        (await api.GetAsync($"v2/apps/{id}/deployments")).GetProperty("deployments").GetArrayLength().ShouldBe(2);

        await DeliverAsync(api, provider, "d-5", "merged", minute: 4, 'c');
        await GoneAsync(api, id);
        await DeliverAsync(api, provider, "d-4", "pushed", minute: 3, 'c');
        (await ListAsync(api, app)).ShouldBeEmpty("what comes late opens nothing");
    }

    [Theory]
    [InlineData("gitlab")]
    [InlineData("bitbucket")]
    public async Task A_fork_has_no_preview_or_where_it_is_allowed_one_without_secrets(string provider)
    {
        await using var api = await StartAsync();
        var app = await PreviewedAppAsync(api, provider);
        var fork = PullRequestPayloads.ForkOf(provider);
        await DeliverAsync(api, provider, "d-1", "opened", minute: 0, 'a', fork);
        (await ListAsync(api, app)).ShouldBeEmpty();
        _ = await api.PutAsync($"platform/apps/{app}/previews", new { allow_forks = true });
        await DeliverAsync(api, provider, "d-2", "pushed", minute: 1, 'b', head: null);
        (await ListAsync(api, app)).ShouldBeEmpty("a fork that is gone cannot be built");
        await DeliverAsync(api, provider, "d-3", "pushed", minute: 2, 'c', fork);
        var id = (await PreviewAsync(api, app)).AppId;
        _ = await SettledAsync(api, id);
        var spec = (await api.Services.GetRequiredService<AppStore>().RequireAsync(id, Cancellation)).Spec;
        spec.Services[0].Envs[0].Value.ShouldBeNullOrEmpty("no secret for strangers");
        spec.Databases.ShouldBeEmpty();
        (provider == "gitlab" ? spec.Services[0].GitLab!.Repo : spec.Services[0].Bitbucket!.Repo).ShouldBe(fork);
        api.Cluster.Releases.Values.Where(release => release.AppId == id).SelectMany(release => release.Components).SelectMany(component => component.Environment.Values).ShouldNotContain("s3cret");
        await DeliverAsync(api, provider, "d-4", "closed", minute: 3, 'c', fork);
        await GoneAsync(api, id);
    }

    [Theory]
    [InlineData("gitlab")]
    [InlineData("bitbucket")]
    public async Task Deliveries_come_twice_and_in_any_order(string provider)
    {
        await using var api = await StartAsync();
        var app = await PreviewedAppAsync(api, provider);
        await DeliverAsync(api, provider, "d-2", "closed", minute: 1, 'a');
        await DeliverAsync(api, provider, "d-1", "opened", minute: 0, 'a');
        (await ListAsync(api, app)).ShouldBeEmpty("it was closed before its opening was told");
        (await AnswerAsync(api, provider, "d-1", "opened", minute: 0, 'a')).ShouldBe("duplicate");
        (await AnswerAsync(api, provider, "d-replayed", "opened", minute: 0, 'a')).ShouldBe("duplicate", "under another id it is the same");

        // The push is told before the opening that it follows.
        await DeliverAsync(api, provider, "d-4", "pushed", minute: 3, 'c');
        await DeliverAsync(api, provider, "d-3", "opened", minute: 2, 'b');
        var id = (await PreviewAsync(api, app)).AppId;
        _ = await SettledAsync(api, id);
        (await AnswerAsync(api, provider, "d-4", "pushed", minute: 3, 'c')).ShouldBe("duplicate");
        (await api.GetAsync($"v2/apps/{id}/deployments")).GetProperty("deployments").GetArrayLength().ShouldBe(1, "one for its newest commit");
    }

    private static async Task<TestApi> StartAsync()
    {
        var api = new TestApi();
        api.Settings["Pipelines:Webhooks:GitLabSecret"] = PullRequestPayloads.Secret;
        api.Settings["Pipelines:Webhooks:BitbucketSecret"] = PullRequestPayloads.Secret;
        return await api.StartAsync();
    }

    private static async Task<string> PreviewedAppAsync(TestApi api, string provider)
    {
        var (app, _) = await api.CreateActiveAsync(new Dictionary<string, object>
        {
            ["name"] = "shop",
            ["services"] = new[]
            {
                new Dictionary<string, object>
                {
                    ["name"] = "web",
                    [provider] = new { repo = PullRequestPayloads.RepositoryOf(provider), branch = "main", deploy_on_push = true },
                    ["envs"] = new[] { new { key = "PASSWORD", value = "s3cret", scope = "RUN_TIME", type = "SECRET" } },
                },
            },
        });
        _ = await api.PutAsync($"platform/apps/{app}/previews", new { enabled = true });
        return app;
    }

    private static async Task<List<JsonElement>> ListAsync(TestApi api, string app) => [.. (await api.GetAsync($"platform/apps/{app}/previews")).GetProperty("previews").EnumerateArray()];

    private static async Task<(string AppId, string Name)> PreviewAsync(TestApi api, string app)
    {
        var preview = (await ListAsync(api, app)).ShouldHaveSingleItem();
        var id = preview.GetProperty("app_id").GetString()!;
        var (isThere, _) = await api.Services.GetRequiredService<AppStore>().WaitAsync(id, found => found is not null, TimeSpan.FromSeconds(60), Cancellation);
        isThere.ShouldBeTrue();
        return (id, preview.GetProperty("name").GetString()!);
    }

    private static Task<JsonElement> SettledAsync(TestApi api, string app, JsonElement? after = null) => api.AppAsync(app, shown =>
        TestApi.Id(shown, "active_deployment") is { } active && (after is not { } before || active != TestApi.Id(before, "active_deployment"))
        && TestApi.Id(shown, "in_progress_deployment") is null && TestApi.Id(shown, "pending_deployment") is null);

    private static Task GoneAsync(TestApi api, string app) => TestApi.UntilAsync(
        async () => await api.Services.GetRequiredService<AppStore>().GetAsync(app, Cancellation) is null, () => app);

    private static Task DeliverAsync(TestApi api, string provider, string delivery, string change, int minute, char commit) =>
        DeliverAsync(api, provider, delivery, change, minute, commit, PullRequestPayloads.RepositoryOf(provider));

    // An edited merge request of GitLab is told to change no preview, so that there is no workflow to wait for.
    private static async Task DeliverAsync(TestApi api, string provider, string delivery, string change, int minute, char commit, string? head)
    {
        using var request = PullRequestPayloads.Request(provider, delivery, change, minute, commit, head);
        if (await SendAsync(api, request) != "ignored")
        {
            _ = await api.Services.GetRequiredService<DurableTaskClient>().WaitForInstanceCompletionAsync($"delivery-{provider}-{delivery}", Cancellation);
        }
    }

    private static async Task<string> AnswerAsync(TestApi api, string provider, string delivery, string change, int minute, char commit)
    {
        using var request = PullRequestPayloads.Request(provider, delivery, change, minute, commit, PullRequestPayloads.RepositoryOf(provider));
        return await SendAsync(api, request);
    }

    private static async Task<string> SendAsync(TestApi api, HttpRequestMessage request)
    {
        using var answer = await api.Client.SendAsync(request, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("result").GetString()!;
    }
}
