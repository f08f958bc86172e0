namespace Pipelines.EndToEnd.Kills;

/// <summary>
/// At which commits a sweep kills: at some spread evenly over them, or with <c>PIPELINES_TEST_SWEEP=all</c> at each.
/// The whole sweep: <c>PIPELINES_TEST_SWEEP=all dotnet test tests/EndToEnd --filter FullyQualifiedName~KillAtCommit</c>.
/// </summary>
internal static class KillPoints
{
    /// <summary>Gets a value indicating whether every commit is asked for.</summary>
    public static bool IsWholeSweep => Environment.GetEnvironmentVariable("PIPELINES_TEST_SWEEP") == "all";

    public static IReadOnlyList<int> Of(int commits, int number)
    {
        var points = IsWholeSweep ? commits : Math.Min(commits, number);
        return [.. Enumerable.Range(0, points).Select(point => 1 + (point * commits / points))];
    }
}
