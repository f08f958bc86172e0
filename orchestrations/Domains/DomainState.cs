using Pipelines.Activities.Domains;
using Pipelines.Deployments.Domains;

namespace Pipelines.Orchestrations.Domains;

/// <summary>What a domain's eternal workflow carries from one round to the next.</summary>
public sealed record DomainState
{
    /// <summary>Gets the domain.</summary>
    public required DomainKey Key { get; init; }

    /// <summary>Gets the number of the last write of the domain's document.</summary>
    public long Sequence { get; init; }

    /// <summary>Gets the steps as last written; empty before the first round.</summary>
    public IReadOnlyList<DomainStep> Steps { get; init; } = [];

    /// <summary>Gets how many rounds in a row did not go well.</summary>
    public int Failures { get; init; }

    /// <summary>Gets since when rounds do not go well; null when the last one did.</summary>
    public DateTimeOffset? TroubleSince { get; init; }

    /// <summary>Gets what was announced last: that the domain serves, or that it does not; null for nothing yet.</summary>
    public bool? AnnouncedLive { get; init; }

    /// <summary>Gets when the certificate that is presented ends; null without one.</summary>
    public DateTimeOffset? PresentedUntil { get; init; }
}
