using System.Globalization;

namespace Pipelines.EndToEnd.Kills;

/// <summary>
/// At which commits a sweep kills: at some spread evenly over them, or with <c>PIPELINES_TEST_SWEEP=all</c> at each, or with
/// a number at so many.
/// The whole sweep: <c>PIPELINES_TEST_SWEEP=all dotnet test tests/EndToEnd --filter FullyQualifiedName~KillAtCommit</c>.
/// </summary>
internal static class KillPoints
{
    private static readonly string? s_asked = Environment.GetEnvironmentVariable("PIPELINES_TEST_SWEEP");

    /// <summary>Gets a value indicating whether more kills are asked for than CI has the time for.</summary>
    public static bool IsSweep => !string.IsNullOrEmpty(s_asked);

    public static IReadOnlyList<int> Of(int commits, int number)
    {
        var asked = s_asked == "all" ? commits : int.TryParse(s_asked, CultureInfo.InvariantCulture, out var some) ? Math.Max(1, some) : number;
        var points = Math.Min(commits, asked);
        return [.. Enumerable.Range(0, points).Select(point => 1 + (point * commits / points))];
    }
}
