using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pipelines.Deployments.Requests;

namespace Pipelines.Functions.Webhooks;

/// <summary>GitHub's webhooks: signed by <c>X-Hub-Signature-256</c>.</summary>
public sealed class GitHubWebhook : IWebhookFormat
{
    // GitHub lists at most so many commits of a push.
    private const int MaximumCommits = 2048;

    /// <inheritdoc/>
    public string Provider => "github";

    /// <inheritdoc/>
    public string SecretSetting => nameof(WebhookOptions.GitHubSecret);

    /// <inheritdoc/>
    public string? SecretOf(WebhookOptions options) => options.GitHubSecret;

    /// <inheritdoc/>
    public bool IsSigned(IHeaderDictionary headers, ReadOnlySpan<byte> body, string secret, DateTimeOffset now) =>
        Signatures.IsHexHmac(headers, "X-Hub-Signature-256", body, secret);

    /// <inheritdoc/>
    public string? DeliveryIdOf(IHeaderDictionary headers) => Signatures.Single(headers, "X-GitHub-Delivery");

    /// <inheritdoc/>
    public WebhookContent Read(IHeaderDictionary headers, JsonElement payload, DateTimeOffset now)
    {
        switch (Signatures.Single(headers, "X-GitHub-Event"))
        {
            case "push":
                break;
            case "pull_request":
                return ReadPullRequest(payload, now);
            case "ping":
                return new WebhookContent([], IsPing: true);
            case var other:
                return WebhookContent.Nothing($"event \"{other}\" deploys nothing; only \"push\" and \"pull_request\" do");
        }

        var reference = Payload.Require(payload, "ref");
        if (Payload.BranchOf(reference) is not { } branch)
        {
            return WebhookContent.Nothing($"{reference} is no branch");
        }

        var commit = Payload.RequireCommit(payload, "after");
        if (Payload.IsNoCommit(commit))
        {
            return WebhookContent.Nothing($"branch {branch} was deleted");
        }

        var repository = Payload.Find(payload, "repository") ?? default;
        return new WebhookContent(
            [new PushDelivery
            {
                Provider = Provider,
                Repository = Payload.Require(payload, "repository", "full_name"),
                CloneUrls = Payload.Texts(repository, "clone_url", "ssh_url", "git_url", "html_url"),
                Branch = branch,
                Commit = commit,
                Before = Payload.Commit(payload, "before"),
                SkipsDeployment = Payload.SkipsDeployment(payload, "head_commit", "message"),
                ChangedPaths = IsWhole(payload) ? Payload.ChangedPaths(payload, MaximumCommits) : null,
                ReceivedAt = now,
            }],
            IsUnique: Payload.Find(repository, "pushed_at") is not null);
    }

    private WebhookContent ReadPullRequest(JsonElement payload, DateTimeOffset now)
    {
        var action = Payload.Require(payload, "action");
        if (action is not ("opened" or "reopened" or "synchronize" or "closed"))
        {
            return WebhookContent.Nothing($"\"{action}\" changes no preview");
        }

        var repository = Payload.Find(payload, "repository") ?? default;
        return new WebhookContent([], IsUnique: true, PullRequest: new PullRequestDelivery
        {
            Provider = Provider,
            Repository = Payload.Require(repository, "full_name"),
            CloneUrls = Payload.Texts(repository, "clone_url", "ssh_url", "git_url", "html_url"),
            Number = Payload.RequireNumber(payload, "pull_request", "number"),
            IsOpen = action != "closed",

            // A fork that is gone has no name.
            HeadRepository = Payload.Text(payload, "pull_request", "head", "repo", "full_name") ?? "",
            HeadBranch = Payload.Require(payload, "pull_request", "head", "ref"),
            HeadCommit = Payload.ShortCommit(payload, "pull_request", "head", "sha"),
            HeadCloneUrl = Payload.Text(payload, "pull_request", "head", "repo", "clone_url"),
            BaseBranch = Payload.Require(payload, "pull_request", "base", "ref"),
            ChangedAt = Payload.Time(payload, "pull_request", "updated_at") ?? now,
            ReceivedAt = now,
        });
    }

    // A new branch and a forced push change more than the commits they bring.
    private static bool IsWhole(JsonElement payload) =>
        Payload.Find(payload, "created") is not { ValueKind: JsonValueKind.True } && Payload.Find(payload, "forced") is not { ValueKind: JsonValueKind.True };
}
