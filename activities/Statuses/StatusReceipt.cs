namespace Pipelines.Activities.Statuses;

/// <summary>What a git provider answered.</summary>
/// <param name="Problem">Why it was not told; null when it was.</param>
/// <param name="TryAgain">Whether a later try may be answered otherwise.</param>
/// <param name="RetryAfter">How long to wait at least, as the provider asks; null where it does not.</param>
/// <param name="ProviderId">The provider's own id of the deployment.</param>
public sealed record StatusReceipt(string? Problem = null, bool TryAgain = false, TimeSpan? RetryAfter = null, long? ProviderId = null);
