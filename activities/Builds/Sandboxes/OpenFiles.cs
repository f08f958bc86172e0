using System.Globalization;

namespace Pipelines.Activities.Builds.Sandboxes;

/// <summary>How many files a build may have open.</summary>
internal static class OpenFiles
{
    private const ulong Wanted = 65536;

    /// <summary>Gets what is wanted, or what this process may have itself: raising that takes a capability.</summary>
    public static ulong Limit { get; } = Math.Min(Wanted, Own());

    private static ulong Own()
    {
        var line = File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        var hard = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4];
        return ulong.TryParse(hard, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : Wanted;
    }
}
