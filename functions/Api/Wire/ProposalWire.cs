using Pipelines.AppSpecs;

namespace Pipelines.Functions.Api.Wire;

/// <summary>What an app of a spec would be, as the Apps API shows it. Costs are US dollars a month.</summary>
public sealed record ProposalWire
{
    /// <summary>Gets a value indicating whether the name is free.</summary>
    public required bool AppNameAvailable { get; init; }

    /// <summary>Gets a name that is free, where the one of the spec is not.</summary>
    public string? AppNameSuggestion { get; init; }

    /// <summary>Gets a value indicating whether it would serve static sites only.</summary>
    public required bool AppIsStatic { get; init; }

    /// <summary>Gets a value indicating whether it would be of the lowest tier.</summary>
    public required bool AppIsStarter { get; init; }

    /// <summary>Gets how many static apps the team has, as a text.</summary>
    public required string ExistingStaticApps { get; init; }

    /// <summary>Gets how many are free, as a text.</summary>
    public required string MaxFreeStaticApps { get; init; }

    /// <summary>Gets what it would cost.</summary>
    public required decimal AppCost { get; init; }

    /// <summary>Gets what it would cost in the tier above; null where there is none.</summary>
    public decimal? AppTierUpgradeCost { get; init; }

    /// <summary>Gets what it would cost in the tier below; null where it does not fit.</summary>
    public decimal? AppTierDowngradeCost { get; init; }

    /// <summary>Gets the spec, normalised, secrets encrypted.</summary>
    public required AppSpec Spec { get; init; }
}
