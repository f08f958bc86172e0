using System.Globalization;

namespace Pipelines.Functions.Api.Catalogue;

/// <summary>A tier as the Apps API shows it; its numbers are strings there.</summary>
/// <param name="Name">What a person calls it.</param>
/// <param name="Slug">What instance sizes and apps call it.</param>
/// <param name="EgressBandwidthBytes">Outgoing traffic included, bytes per month.</param>
/// <param name="BuildSeconds">Time for building included, seconds per month.</param>
public sealed record TierWire(string Name, string Slug, string EgressBandwidthBytes, string BuildSeconds)
{
    private const long Gibibyte = 1L << 30;

    /// <summary>Gets all there are.</summary>
    public static IReadOnlyList<TierWire> All { get; } = [Of("Starter", "starter", 1, 6000), Of("Basic", "basic", 40, 24000), Of("Professional", "professional", 100, 60000)];

    private static TierWire Of(string name, string slug, long gibibytes, int seconds) =>
        new(name, slug, (gibibytes * Gibibyte).ToString(CultureInfo.InvariantCulture), seconds.ToString(CultureInfo.InvariantCulture));
}
