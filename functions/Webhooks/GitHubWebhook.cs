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
            case "ping":
                return new WebhookContent([], IsPing: true);
            case var other:
                return WebhookContent.Nothing($"event \"{other}\" deploys nothing; only \"push\" does");
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
                ChangedPaths = IsWhole(payload) ? Payload.ChangedPaths(payload, MaximumCommits) : null,
                ReceivedAt = now,
            }],
            IsUnique: Payload.Find(repository, "pushed_at") is not null);
    }

    // A new branch and a forced push change more than the commits they bring.
    private static bool IsWhole(JsonElement payload) =>
        Payload.Find(payload, "created") is not { ValueKind: JsonValueKind.True } && Payload.Find(payload, "forced") is not { ValueKind: JsonValueKind.True };
}
