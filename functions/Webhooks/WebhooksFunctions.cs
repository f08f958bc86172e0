using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Webhooks;

/// <summary>Takes the webhooks of git providers, which are signed and need no token.</summary>
/// <param name="receiver">Takes deliveries.</param>
public sealed class WebhooksFunctions(WebhookReceiver receiver)
{
    private static readonly GitHubWebhook s_gitHub = new();
    private static readonly GitLabWebhook s_gitLab = new();
    private static readonly BitbucketWebhook s_bitbucket = new();

    /// <summary>Takes a webhook of GitHub.</summary>
    [Function("ReceiveGitHubWebhook")]
    [Access(TokenScopes.None, Because = "the sender signs it")]
    [Operation("Takes a webhook of GitHub, signed by X-Hub-Signature-256", Tag = "Webhooks", Answer = typeof(WebhookAnswer), Status = StatusCodes.Status202Accepted)]
    public async Task<IActionResult> GitHubAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/github")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        await receiver.ReceiveAsync(request, s_gitHub, client);

    /// <summary>Takes a webhook of GitLab.</summary>
    [Function("ReceiveGitLabWebhook")]
    [Access(TokenScopes.None, Because = "the sender signs it or sends its secret")]
    [Operation("Takes a webhook of GitLab, with X-Gitlab-Token or signed by webhook-signature", Tag = "Webhooks", Answer = typeof(WebhookAnswer), Status = StatusCodes.Status202Accepted)]
    public async Task<IActionResult> GitLabAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/gitlab")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        await receiver.ReceiveAsync(request, s_gitLab, client);

    /// <summary>Takes a webhook of Bitbucket.</summary>
    [Function("ReceiveBitbucketWebhook")]
    [Access(TokenScopes.None, Because = "the sender signs it")]
    [Operation("Takes a webhook of Bitbucket, signed by X-Hub-Signature", Tag = "Webhooks", Answer = typeof(WebhookAnswer), Status = StatusCodes.Status202Accepted)]
    public async Task<IActionResult> BitbucketAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/bitbucket")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        await receiver.ReceiveAsync(request, s_bitbucket, client);
}
