using System.Globalization;

namespace Pipelines.Activities.Clusters.Kubernetes.Instances;

/// <summary>Reads amounts as the API writes them (Kubernetes, Quantity): <c>250m</c>, <c>128Mi</c>, <c>12345n</c>.</summary>
internal static class Quantity
{
    private static readonly (string Suffix, double Factor)[] s_units =
    [
        ("Ki", 1L << 10), ("Mi", 1L << 20), ("Gi", 1L << 30), ("Ti", 1L << 40), ("Pi", 1L << 50),
        ("n", 1e-9), ("u", 1e-6), ("m", 1e-3), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12), ("P", 1e15),
    ];

    /// <summary>Reads an amount; null for none.</summary>
    public static double? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var (suffix, factor) = s_units.FirstOrDefault(unit => text.EndsWith(unit.Suffix, StringComparison.Ordinal));
        return double.TryParse(text.AsSpan(0, text.Length - (suffix?.Length ?? 0)), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number * (suffix is null ? 1 : factor)
            : null;
    }
}
