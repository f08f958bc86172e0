namespace Pipelines.Activities.Clusters.Kubernetes.Manifests;

/// <summary>Writes quantities in the form that the server keeps them in (Kubernetes, Quantity), so that applying them again changes nothing.</summary>
internal static class Quantities
{
    private const long Mebibyte = 1 << 20;
    private static readonly string[] s_units = ["", "Ki", "Mi", "Gi", "Ti"];

    public static string OfCpu(long millicores) => millicores % 1000 == 0 ? $"{millicores / 1000}" : $"{millicores}m";

    public static string OfBytes(long bytes)
    {
        var unit = 0;
        while (unit < s_units.Length - 1 && bytes != 0 && bytes % 1024 == 0)
        {
            bytes /= 1024;
            unit++;
        }

        return $"{bytes}{s_units[unit]}";
    }

    /// <summary>A part of an amount, at least one.</summary>
    public static long Part(long amount, int percent) => Math.Max(1, amount / 100 * percent + amount % 100 * percent / 100);

    /// <summary>A part of an amount of bytes, in whole MiB where there is one.</summary>
    public static long PartOfBytes(long bytes, int percent) => Part(bytes, percent) is var part && part > Mebibyte ? part / Mebibyte * Mebibyte : part;
}
