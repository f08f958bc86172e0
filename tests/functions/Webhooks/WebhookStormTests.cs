using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Functions.Tests.Platform;

namespace Pipelines.Functions.Tests.Webhooks;

/// <summary>Pushes in a storm: delivered twice, in any order, with forgeries among them, while deployments run. The benchmark webhook-storm is the large form.</summary>
public sealed class WebhookStormTests
{
    private const string Secret = "it's a secret to everybody";
    private const int Pushes = 60;
    private const int Senders = 12;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_newest_commit_wins_each_has_one_deployment_and_nothing_is_lost()
    {
        await using var api = new TestApi();
        api.Settings["Pipelines:Webhooks:GitHubSecret"] = Secret;
        _ = await api.StartAsync();
        var (app, _) = await api.CreateActiveAsync(new { name = "shop", services = new[] { new { name = "web", github = new { repo = "o/shop", branch = "main", deploy_on_push = true } } } });
        api.Source.Commit = Commit(Pushes);
        api.Source.Tree = "tree-2";
        var random = new Random(4711);
        var deliveries = Enumerable.Range(1, Pushes)
            .SelectMany(push => (int[])[push, push, push])
            .Select((push, index) => (Push: push, IsForged: index % 3 == 2))
            .OrderBy(_ => random.Next())
            .ToList();
        var answers = new List<(bool IsForged, HttpStatusCode Status, string? Result)>();
        await Parallel.ForEachAsync(deliveries, new ParallelOptions { MaxDegreeOfParallelism = Senders, CancellationToken = Cancellation }, async (delivery, cancellation) =>
        {
            var answer = await SendAsync(api, delivery.Push, delivery.IsForged ? "guess" : Secret, cancellation);
            lock (answers)
            {
                answers.Add((delivery.IsForged, answer.Status, answer.Result));
            }
        });
        answers.Where(answer => answer.IsForged).ShouldAllBe(answer => answer.Status == HttpStatusCode.Unauthorized);
        answers.Where(answer => !answer.IsForged).ShouldAllBe(answer => answer.Status == HttpStatusCode.Accepted);
        answers.Count(answer => answer.Result == "accepted").ShouldBe(Pushes, "each push once");
        var client = api.Services.GetRequiredService<DurableTaskClient>();
        for (var push = 1; push <= Pushes; push++)
        {
            _ = await client.WaitForInstanceCompletionAsync($"delivery-github-push-{push}", Cancellation);
        }

        _ = await api.AppAsync(app, shown => TestApi.Id(shown, "in_progress_deployment") is null && TestApi.Id(shown, "pending_deployment") is null && CommitOf(shown.GetProperty("active_deployment")) == Commit(Pushes));
        var deployments = (await api.GetAsync($"v2/apps/{app}/deployments?per_page=200")).GetProperty("deployments").EnumerateArray().ToList();
        var onPush = deployments.Where(deployment => deployment.GetProperty("cause_details").GetProperty("type").GetString() == "DEPLOY_ON_PUSH").ToList();
        onPush.GroupBy(deployment => deployment.GetProperty("cause").GetString()).ShouldAllBe(group => group.Count() == 1, "one deployment a commit");
        onPush.Count(deployment => deployment.GetProperty("phase").GetString() == "ACTIVE").ShouldBe(1);
        onPush.ShouldAllBe(deployment => deployment.GetProperty("phase").GetString() == "ACTIVE" || deployment.GetProperty("phase").GetString() == "SUPERSEDED");
    }

    private static string Commit(int push) => push.ToString("x8") + new string('c', 32);

    private static string? CommitOf(JsonElement deployment) => deployment.GetProperty("services")[0].GetProperty("source_commit_hash").GetString();

    private static async Task<(HttpStatusCode Status, string? Result)> SendAsync(TestApi api, int push, string secret, CancellationToken cancellation)
    {
        var body = JsonSerializer.Serialize(new
        {
            @ref = "refs/heads/main",
            before = Commit(push - 1),
            after = Commit(push),
            repository = new { full_name = "o/shop", clone_url = "https://github.com/o/shop.git", pushed_at = 1_700_000_000 + push },
            commits = new[] { new { id = Commit(push), added = Array.Empty<string>(), modified = new[] { "app.py" }, removed = Array.Empty<string>() } },
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "webhooks/github") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-GitHub-Event", "push");
        request.Headers.Add("X-GitHub-Delivery", $"push-{push}");
        request.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body))));
        using var answer = await api.Client.SendAsync(request, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return (answer.StatusCode, answer.IsSuccessStatusCode ? JsonDocument.Parse(text).RootElement.GetProperty("result").GetString() : null);
    }
}
