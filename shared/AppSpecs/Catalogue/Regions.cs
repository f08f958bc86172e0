using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Pipelines.AppSpecs;

/// <summary>The regions there are.</summary>
public static class Regions
{
    /// <summary>Slug of the region used when a spec names none.</summary>
    public const string DefaultSlug = "nyc";

    private static readonly FrozenDictionary<string, Region> s_bySlug;

    static Regions()
    {
        All =
        [
            new("ams", "Amsterdam", "netherlands", "Europe", ["ams2", "ams3"]),
            new("atl", "Atlanta", "usa", "North America", ["atl1"]),
            new("blr", "Bangalore", "india", "Asia", ["blr1"]),
            new("fra", "Frankfurt", "germany", "Europe", ["fra1"]),
            new("lon", "London", "uk", "Europe", ["lon1"]),
            new("nyc", "New York", "usa", "North America", ["nyc1", "nyc2", "nyc3"]),
            new("sfo", "San Francisco", "usa", "North America", ["sfo1", "sfo2", "sfo3"]),
            new("sgp", "Singapore", "singapore", "Asia", ["sgp1"]),
            new("syd", "Sydney", "australia", "Australia", ["syd1"]),
            new("tor", "Toronto", "canada", "North America", ["tor1"]),
        ];

        s_bySlug = All
            .SelectMany(region => region.DataCenters.Append(region.Slug).Select(slug => (slug, region)))
            .ToFrozenDictionary(entry => entry.slug, entry => entry.region, StringComparer.Ordinal);
        Default = s_bySlug[DefaultSlug];
    }

    /// <summary>Every region, by slug.</summary>
    public static IReadOnlyList<Region> All { get; }

    /// <summary>The region used when a spec names none.</summary>
    public static Region Default { get; }

    /// <summary>Finds a region by its slug or by an old data-centre slug such as <c>fra1</c>.</summary>
    /// <param name="slug">A slug; null finds the default region.</param>
    /// <param name="region">The region.</param>
    /// <returns>False when there is none of that slug.</returns>
    public static bool TryResolve(string? slug, [NotNullWhen(true)] out Region? region) =>
        s_bySlug.TryGetValue(slug ?? DefaultSlug, out region);
}
