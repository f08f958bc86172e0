using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pipelines.Deployments.Requests;

namespace Pipelines.Functions.Webhooks;

/// <summary>GitLab's webhooks: with the secret token in <c>X-Gitlab-Token</c>, or signed with a signing token.</summary>
public sealed class GitLabWebhook : IWebhookFormat
{
    /// <inheritdoc/>
    public string Provider => "gitlab";

    /// <inheritdoc/>
    public string SecretSetting => nameof(WebhookOptions.GitLabSecret);

    /// <inheritdoc/>
    public string? SecretOf(WebhookOptions options) => options.GitLabSecret;

    /// <inheritdoc/>
    public bool IsSigned(IHeaderDictionary headers, ReadOnlySpan<byte> body, string secret, DateTimeOffset now) =>
        secret.StartsWith(StandardWebhooks.KeyPrefix, StringComparison.Ordinal)
            ? StandardWebhooks.IsSigned(headers, body, secret, now)
            : Signatures.IsSecret(headers, "X-Gitlab-Token", secret);

    /// <inheritdoc/>
    /// <remarks>The signed id where there is one; then the one that stays the same when a delivery is tried again.</remarks>
    public string? DeliveryIdOf(IHeaderDictionary headers) =>
        Signatures.Single(headers, "webhook-id") ?? Signatures.Single(headers, "Idempotency-Key") ?? Signatures.Single(headers, "X-Gitlab-Event-UUID");

    /// <inheritdoc/>
    public WebhookContent Read(IHeaderDictionary headers, JsonElement payload, DateTimeOffset now)
    {
        var kind = Payload.Text(payload, "object_kind") ?? Payload.Text(payload, "event_name");
        if (kind == "merge_request")
        {
            return ReadMergeRequest(payload, now);
        }

        if (kind != "push")
        {
            return WebhookContent.Nothing($"event \"{kind ?? Signatures.Single(headers, "X-Gitlab-Event")}\" deploys nothing; only \"push\" and \"merge_request\" do");
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

        var project = Payload.Find(payload, "project") ?? default;
        return new WebhookContent([new PushDelivery
        {
            Provider = Provider,
            Repository = Payload.Require(payload, "project", "path_with_namespace"),
            CloneUrls = Payload.Texts(project, "git_http_url", "git_ssh_url", "web_url"),
            Branch = branch,
            Commit = commit,
            Before = Payload.Commit(payload, "before"),
            SkipsDeployment = HeadOf(payload, commit) is { } head && Payload.SkipsDeployment(head, "message"),
            ChangedPaths = IsWhole(payload) ? Payload.ChangedPaths(payload, int.MaxValue) : null,
            ReceivedAt = now,
        }]);
    }

    private WebhookContent ReadMergeRequest(JsonElement payload, DateTimeOffset now)
    {
        var request = Payload.Find(payload, "object_attributes") ?? default;
        var action = Payload.Text(request, "action") ?? "";

        // An update without an old revision changed the title or the like.
        if (action is not ("open" or "reopen" or "update" or "close" or "merge") || (action == "update" && Payload.Text(request, "oldrev") is null))
        {
            return WebhookContent.Nothing($"\"{action}\" changes no preview");
        }

        var target = Payload.Find(request, "target") ?? Payload.Find(payload, "project") ?? default;
        return new WebhookContent([], IsUnique: true, PullRequest: new PullRequestDelivery
        {
            Provider = Provider,
            Repository = Payload.Require(target, "path_with_namespace"),
            CloneUrls = Payload.Texts(target, "git_http_url", "git_ssh_url", "web_url"),
            Number = Payload.RequireNumber(request, "iid"),
            IsOpen = action is not ("close" or "merge"),
            HeadRepository = Payload.Text(request, "source", "path_with_namespace") ?? "",
            HeadBranch = Payload.Require(request, "source_branch"),
            HeadCommit = Payload.ShortCommit(request, "last_commit", "id"),
            HeadCloneUrl = Payload.Text(request, "source", "git_http_url"),
            BaseBranch = Payload.Require(request, "target_branch"),
            ChangedAt = Payload.Time(request, "updated_at") ?? now,
            ReceivedAt = now,
        });
    }

    private static JsonElement? HeadOf(JsonElement payload, string commit) =>
        Payload.Find(payload, "commits") is { ValueKind: JsonValueKind.Array } commits
            ? commits.EnumerateArray().Where(listed => Payload.Text(listed, "id") == commit).Select(listed => (JsonElement?)listed).FirstOrDefault()
            : null;

    // GitLab lists the newest commits only and tells how many there were; a new branch has no commit before it.
    private static bool IsWhole(JsonElement payload) =>
        Payload.Find(payload, "total_commits_count") is { ValueKind: JsonValueKind.Number } total
        && Payload.Find(payload, "commits") is { ValueKind: JsonValueKind.Array } commits
        && total.TryGetInt32(out var count) && count == commits.GetArrayLength()
        && Payload.Text(payload, "before") is { } before && !Payload.IsNoCommit(before);
}
