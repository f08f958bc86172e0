namespace Pipelines.Activities.Detection;

/// <summary>Paths that others state, and that must stay inside the repository.</summary>
internal static class RelativePath
{
    /// <summary>Whether the path stays inside whatever it is relative to.</summary>
    internal static bool IsInside(string path) =>
        path.Length is > 0 and <= 512
        && path[0] != '/'
        && !path.Contains('\\', StringComparison.Ordinal)
        && !path.Contains('\0', StringComparison.Ordinal)
        && !path.Split('/').Contains("..");

    /// <summary>The path without leading, trailing and doubled slashes and "." segments, or null when it leads out.</summary>
    internal static string? Normalised(string? path)
    {
        var segments = (path ?? string.Empty).Split('/', StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != ".");
        var normalised = string.Join('/', segments);
        return normalised.Length == 0 || IsInside(normalised) ? normalised : null;
    }
}
