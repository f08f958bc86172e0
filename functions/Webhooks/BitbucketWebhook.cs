using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pipelines.Deployments.Requests;

namespace Pipelines.Functions.Webhooks;

/// <summary>Bitbucket Cloud's webhooks: signed by <c>X-Hub-Signature</c>. One delivery tells of several branches; it names no paths.</summary>
public sealed class BitbucketWebhook : IWebhookFormat
{
    private const int MaximumChanges = 100;

    /// <inheritdoc/>
    public string Provider => "bitbucket";

    /// <inheritdoc/>
    public string SecretSetting => nameof(WebhookOptions.BitbucketSecret);

    /// <inheritdoc/>
    public string? SecretOf(WebhookOptions options) => options.BitbucketSecret;

    /// <inheritdoc/>
    public bool IsSigned(IHeaderDictionary headers, ReadOnlySpan<byte> body, string secret, DateTimeOffset now) =>
        Signatures.IsHexHmac(headers, "X-Hub-Signature", body, secret);

    /// <inheritdoc/>
    public string? DeliveryIdOf(IHeaderDictionary headers) => Signatures.Single(headers, "X-Request-UUID");

    /// <inheritdoc/>
    public WebhookContent Read(IHeaderDictionary headers, JsonElement payload, DateTimeOffset now)
    {
        switch (Signatures.Single(headers, "X-Event-Key"))
        {
            case "repo:push":
                break;
            case "pullrequest:created" or "pullrequest:updated":
                return ReadPullRequest(payload, isOpen: true, now);
            case "pullrequest:fulfilled" or "pullrequest:rejected":
                return ReadPullRequest(payload, isOpen: false, now);
            case "diagnostics:ping":
                return new WebhookContent([], IsPing: true);
            case var other:
                return WebhookContent.Nothing($"event \"{other}\" deploys nothing; only \"repo:push\" and changes of pull requests do");
        }

        var repository = Payload.Require(payload, "repository", "full_name");
        var changes = Payload.Find(payload, "push", "changes") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Take(MaximumChanges).ToList() : [];
        var pushes = changes.Where(change => Payload.Text(change, "new", "type") == "branch").Select(change => new PushDelivery
        {
            Provider = Provider,
            Repository = repository,
            CloneUrls = [$"https://bitbucket.org/{repository}.git", $"git@bitbucket.org:{repository}.git"],
            Branch = Payload.Require(change, "new", "name"),
            Commit = Payload.RequireCommit(change, "new", "target", "hash"),
            Before = Payload.Commit(change, "old", "target", "hash"),
            SkipsDeployment = Payload.SkipsDeployment(change, "new", "target", "message"),
            ReceivedAt = now,
        }).ToList();
        return pushes.Count > 0 ? new WebhookContent(pushes) : WebhookContent.Nothing("no branch was pushed, only tags or deleted branches");
    }

    private WebhookContent ReadPullRequest(JsonElement payload, bool isOpen, DateTimeOffset now)
    {
        var request = Payload.Find(payload, "pullrequest") ?? default;
        var repository = Payload.Require(request, "destination", "repository", "full_name");
        var head = Payload.Text(request, "source", "repository", "full_name");
        return new WebhookContent([], IsUnique: true, PullRequest: new PullRequestDelivery
        {
            Provider = Provider,
            Repository = repository,
            CloneUrls = [$"https://bitbucket.org/{repository}.git", $"git@bitbucket.org:{repository}.git"],
            Number = Payload.RequireNumber(request, "id"),
            IsOpen = isOpen,
            HeadRepository = head ?? "",
            HeadBranch = Payload.Require(request, "source", "branch", "name"),
            HeadCommit = Payload.ShortCommit(request, "source", "commit", "hash"),
            HeadCloneUrl = head is null ? null : $"https://bitbucket.org/{head}.git",
            BaseBranch = Payload.Require(request, "destination", "branch", "name"),
            ChangedAt = Payload.Time(request, "updated_on") ?? now,
            ReceivedAt = now,
        });
    }
}
