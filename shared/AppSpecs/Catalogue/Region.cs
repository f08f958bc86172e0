namespace Pipelines.AppSpecs;

/// <summary>A region of the world that applications can run in.</summary>
/// <param name="Slug">What a spec calls it.</param>
/// <param name="Label">What a person calls it.</param>
/// <param name="Flag">The country, as the name of its flag.</param>
/// <param name="Continent">The continent.</param>
/// <param name="DataCenters">Its data centres, whose slugs old specs name.</param>
public sealed record Region(string Slug, string Label, string Flag, string Continent, IReadOnlyList<string> DataCenters);
