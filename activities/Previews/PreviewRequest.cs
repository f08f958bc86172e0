using Pipelines.Deployments.Requests;

namespace Pipelines.Activities.Previews;

/// <summary>Asks what is to be done for a pull request.</summary>
/// <param name="Delivery">The pull request.</param>
/// <param name="Origin">Names the delivery, and what comes of it, the same in each try.</param>
/// <param name="At">When.</param>
public sealed record PreviewRequest(PullRequestDelivery Delivery, Guid Origin, DateTimeOffset At);
