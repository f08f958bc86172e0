namespace Pipelines.Activities.Source;

/// <summary>Which paths a snapshot may hold: relative, without tricks, and nothing that git would take for its own.</summary>
internal static class SnapshotPath
{
    private const int MaxLength = 4096;
    private const int MaxNameBytes = 255;

    public static bool IsSafe(string path) =>
        path.Length is > 0 and <= MaxLength && Array.TrueForAll(path.Split('/'), IsSafeName);

    private static bool IsSafeName(string name) =>
        name.Length > 0
        && name is not ("." or "..")
        && !name.Equals(".git", StringComparison.OrdinalIgnoreCase)
        && !name.Contains('\0', StringComparison.Ordinal)
        && System.Text.Encoding.UTF8.GetByteCount(name) <= MaxNameBytes;
}
