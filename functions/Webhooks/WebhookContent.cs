using Pipelines.Deployments.Requests;

namespace Pipelines.Functions.Webhooks;

/// <summary>What a delivery says.</summary>
/// <param name="Pushes">The branches that were pushed.</param>
/// <param name="Ignored">Why there is nothing to do; null when there is.</param>
/// <param name="IsPing">Whether the provider only tries whether somebody answers.</param>
/// <param name="IsUnique">Whether no two pushes have the same payload, so that one which comes again under another id is a replay.</param>
/// <param name="PullRequest">The pull request that was changed; null for none.</param>
public sealed record WebhookContent(IReadOnlyList<PushDelivery> Pushes, string? Ignored = null, bool IsPing = false, bool IsUnique = false, PullRequestDelivery? PullRequest = null)
{
    /// <summary>A delivery that deploys nothing.</summary>
    /// <param name="reason">Why, for a person.</param>
    public static WebhookContent Nothing(string reason) => new([], reason);
}
