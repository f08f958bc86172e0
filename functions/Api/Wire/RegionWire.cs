namespace Pipelines.Functions.Api.Wire;

/// <summary>A region as the Apps API shows it.</summary>
public sealed record RegionWire
{
    /// <summary>Gets the slug.</summary>
    public required string Slug { get; init; }

    /// <summary>Gets the name for a person.</summary>
    public required string Label { get; init; }

    /// <summary>Gets the country's flag, as a word.</summary>
    public required string Flag { get; init; }

    /// <summary>Gets the continent.</summary>
    public required string Continent { get; init; }

    /// <summary>Gets the data centers.</summary>
    public IReadOnlyList<string> DataCenters { get; init; } = [];

    /// <summary>Gets a value indicating whether it takes no apps.</summary>
    public bool Disabled { get; init; }

    /// <summary>Gets why it takes none.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets a value indicating whether apps go there that name none.</summary>
    public bool Default { get; init; }
}
