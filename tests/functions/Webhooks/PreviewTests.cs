using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Deployments;
using Pipelines.Functions.Tests.Platform;
using Pipelines.Orchestrations.Previews;
using Pipelines.Storage.Secrets;

namespace Pipelines.Functions.Tests.Webhooks;

public sealed class PreviewTests
{
    private const string Secret = "it's a secret to everybody";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pull_request_is_an_app_of_its_own_until_it_closes()
    {
        await using var api = await StartAsync();
        var (app, _) = await api.CreateActiveAsync(Spec());
        _ = await api.PutAsync($"platform/apps/{app}/previews", new { enabled = true });
        await DeliverAsync(api, "d-1", "opened", minute: 0);
        var preview = await PreviewAsync(api, app);
        preview.GetProperty("name").GetString().ShouldBe("shop-pr-7");
        var previewId = preview.GetProperty("app_id").GetString()!;
        var shown = await api.AppAsync(previewId, current => TestApi.Id(current, "active_deployment") is not null && TestApi.Id(current, "in_progress_deployment") is null);
        var spec = shown.GetProperty("spec");
        spec.TryGetProperty("domains", out _).ShouldBeFalse();
        var source = spec.GetProperty("services")[0].GetProperty("github");
        (source.GetProperty("repo").GetString(), source.GetProperty("branch").GetString(), source.TryGetProperty("deploy_on_push", out _)).ShouldBe(("o/shop", "feature", false));
        shown.GetProperty("active_deployment").GetProperty("cause").GetString().ShouldBe("pull request 7 of github/o/shop");
        var stored = (await api.Services.GetRequiredService<AppStore>().RequireAsync(previewId, Cancellation)).Spec.Services[0].Envs[0].Value;
        api.Services.GetRequiredService<SecretProtector>().Unprotect(stored!, previewId).ShouldBe("s3cret", "sealed for the preview");

        var first = TestApi.Id(shown, "active_deployment");
        await DeliverAsync(api, "d-2", "synchronize", minute: 1);
        _ = await api.AppAsync(previewId, current => TestApi.Id(current, "active_deployment") is { } active && active != first && TestApi.Id(current, "in_progress_deployment") is null);

        await DeliverAsync(api, "d-4", "closed", minute: 3);
        await GoneAsync(api, previewId);
        await DeliverAsync(api, "d-3", "synchronize", minute: 2);
        (await api.GetAsync($"platform/apps/{app}/previews")).GetProperty("previews").GetArrayLength().ShouldBe(0, "what comes late opens nothing");

        await DeliverAsync(api, "d-5", "reopened", minute: 4);
        (await PreviewAsync(api, app)).GetProperty("app_id").GetString().ShouldNotBe(previewId);
    }

    [Fact]
    public async Task Who_did_not_ask_for_previews_has_none_and_strangers_neither()
    {
        await using var api = await StartAsync();
        var (app, _) = await api.CreateActiveAsync(Spec());
        await DeliverAsync(api, "d-1", "opened", minute: 0);
        _ = await api.PutAsync($"platform/apps/{app}/previews", new { enabled = true, maximum = 1 });
        await DeliverAsync(api, "d-2", "opened", minute: 1, head: "stranger/shop");
        (await api.GetAsync($"platform/apps/{app}/previews")).GetProperty("previews").GetArrayLength().ShouldBe(0);
        _ = await api.PutAsync($"platform/apps/{app}/previews", new { allow_forks = true });
        await DeliverAsync(api, "d-3", "synchronize", minute: 2, head: "stranger/shop");
        var preview = (await PreviewAsync(api, app)).GetProperty("app_id").GetString()!;
        _ = await api.AppAsync(preview, current => TestApi.Id(current, "active_deployment") is not null);
        var spec = (await api.Services.GetRequiredService<AppStore>().RequireAsync(preview, Cancellation)).Spec;
        spec.Services[0].Envs[0].Value.ShouldBeNullOrEmpty("no secret for strangers");
        spec.Services[0].GitHub!.Repo.ShouldBe("stranger/shop");
        await DeliverAsync(api, "d-4", "opened", minute: 3, number: 8);
        (await api.GetAsync($"platform/apps/{app}/previews")).GetProperty("previews").GetArrayLength().ShouldBe(1, "no more than the maximum");
        _ = await api.PutAsync($"platform/apps/{app}/previews", new { maximum = 51 }, HttpStatusCode.BadRequest);
        _ = await api.PutAsync($"platform/apps/{app}/previews", new { lifetime_hours = 0 }, HttpStatusCode.BadRequest);
        _ = await api.PutAsync($"platform/apps/{preview}/previews", new { enabled = true }, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task With_its_app_a_preview_goes()
    {
        await using var api = await StartAsync();
        var (app, preview) = await ShowAsync(api);
        _ = await api.SendAsync(HttpMethod.Delete, $"v2/apps/{app}", null, HttpStatusCode.OK);
        await GoneAsync(api, preview);
        await GoneAsync(api, app);
    }

    [Fact]
    public async Task A_preview_that_a_person_deletes_is_gone_for_its_workflow_too()
    {
        await using var api = await StartAsync();
        var (app, preview) = await ShowAsync(api);
        _ = await api.SendAsync(HttpMethod.Delete, $"v2/apps/{preview}", null, HttpStatusCode.OK);
        _ = await api.Services.GetRequiredService<DurableTaskClient>().WaitForInstanceCompletionAsync(PreviewMessage.InstanceId(preview), Cancellation);
        (await api.GetAsync($"platform/apps/{app}/previews")).GetProperty("previews").GetArrayLength().ShouldBe(0);
    }

    private static async Task<TestApi> StartAsync()
    {
        var api = new TestApi();
        api.Settings["Pipelines:Webhooks:GitHubSecret"] = Secret;
        return await api.StartAsync();
    }

    private static object Spec() => new
    {
        name = "shop",
        domains = new[] { new { domain = "shop.example" } },
        services = new[]
        {
            new
            {
                name = "web",
                github = new { repo = "o/shop", branch = "main", deploy_on_push = true },
                envs = new[] { new { key = "PASSWORD", value = "s3cret", scope = "RUN_TIME", type = "SECRET" } },
            },
        },
    };

    /// <summary>An app, and the preview of a pull request to it, both active.</summary>
    private static async Task<(string App, string Preview)> ShowAsync(TestApi api)
    {
        var (app, _) = await api.CreateActiveAsync(Spec());
        _ = await api.PutAsync($"platform/apps/{app}/previews", new { enabled = true });
        await DeliverAsync(api, "d-1", "opened", minute: 0);
        var preview = (await PreviewAsync(api, app)).GetProperty("app_id").GetString()!;
        _ = await api.AppAsync(preview, current => TestApi.Id(current, "active_deployment") is not null);
        return (app, preview);
    }

    private static async Task<JsonElement> PreviewAsync(TestApi api, string app)
    {
        var preview = (await api.GetAsync($"platform/apps/{app}/previews")).GetProperty("previews").EnumerateArray().ToList().ShouldHaveSingleItem();
        var (isThere, _) = await api.Services.GetRequiredService<AppStore>().WaitAsync(preview.GetProperty("app_id").GetString()!, found => found is not null, TimeSpan.FromSeconds(60), Cancellation);
        isThere.ShouldBeTrue();
        return preview;
    }

    private static Task GoneAsync(TestApi api, string app) => TestApi.UntilAsync(
        async () => await api.Services.GetRequiredService<AppStore>().GetAsync(app, Cancellation) is null, () => app);

    private static async Task DeliverAsync(TestApi api, string delivery, string action, int minute, string head = "o/shop", int number = 7)
    {
        var body = JsonSerializer.Serialize(new
        {
            action,
            repository = new { full_name = "o/shop", clone_url = "https://github.com/o/shop.git" },
            pull_request = new
            {
                number,
                updated_at = new DateTimeOffset(2026, 11, 1, 12, minute, 0, TimeSpan.Zero),
                head = new { @ref = "feature", sha = minute.ToString("x40"), repo = new { full_name = head, clone_url = $"https://github.com/{head}.git" } },
                @base = new { @ref = "main" },
            },
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "webhooks/github") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-GitHub-Event", "pull_request");
        request.Headers.Add("X-GitHub-Delivery", delivery);
        request.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(body))));
        using var answer = await api.Client.SendAsync(request, Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(Cancellation));
        _ = await api.Services.GetRequiredService<DurableTaskClient>().WaitForInstanceCompletionAsync("delivery-github-" + delivery, Cancellation);
    }
}
