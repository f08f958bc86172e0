using Pipelines.AppSpecs;
using Pipelines.Deployments;

namespace Pipelines.Functions.Api.Wire;

/// <summary>A deployment as the Apps API shows it.</summary>
public sealed record DeploymentWire
{
    /// <summary>Gets the id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the spec, secrets encrypted.</summary>
    public required AppSpec Spec { get; init; }

    /// <summary>Gets the services.</summary>
    public IReadOnlyList<DeploymentComponentWire> Services { get; init; } = [];

    /// <summary>Gets the static sites.</summary>
    public IReadOnlyList<DeploymentComponentWire> StaticSites { get; init; } = [];

    /// <summary>Gets the workers.</summary>
    public IReadOnlyList<DeploymentComponentWire> Workers { get; init; } = [];

    /// <summary>Gets the jobs.</summary>
    public IReadOnlyList<DeploymentComponentWire> Jobs { get; init; } = [];

    /// <summary>Gets the functions.</summary>
    public IReadOnlyList<DeploymentComponentWire> Functions { get; init; } = [];

    /// <summary>Gets the phase.</summary>
    public DeploymentPhase Phase { get; init; }

    /// <summary>Gets when the phase last changed.</summary>
    public DateTimeOffset PhaseLastUpdatedAt { get; init; }

    /// <summary>Gets when it was requested.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when it was last written.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Gets why it was made, for a person.</summary>
    public required string Cause { get; init; }

    /// <summary>Gets why it was made, for a program.</summary>
    public required CauseDetailsWire CauseDetails { get; init; }

    /// <summary>Gets the deployment it was made from.</summary>
    public string? ClonedFrom { get; init; }

    /// <summary>Gets the deployment before it.</summary>
    public string? PreviousDeploymentId { get; init; }

    /// <summary>Gets the progress; never absent, for clients read it at once.</summary>
    public required ProgressWire Progress { get; init; }

    /// <summary>Gets the tier.</summary>
    public string? TierSlug { get; init; }

    /// <summary>Gets how long its parts took.</summary>
    public TimingWire? Timing { get; init; }
}
