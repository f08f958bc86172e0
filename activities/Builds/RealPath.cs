namespace Pipelines.Activities.Builds;

/// <summary>Resolves all symbolic links of a path, as realpath(3) does: ".." is taken after the links before it.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>The path without links; null where it does not exist or links turn in circles.</summary>
    public static string? Of(string path)
    {
        var pending = new Stack<string>(path.Split('/').Reverse());
        var current = string.Empty;
        var followed = 0;
        while (pending.TryPop(out var name))
        {
            if (name is "" or ".")
            {
                continue;
            }

            if (name == "..")
            {
                current = current[..Math.Max(0, current.LastIndexOf('/'))];
                continue;
            }

            var next = $"{current}/{name}";
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                current = next;
                continue;
            }

            if (++followed > MaxLinks)
            {
                return null;
            }

            current = target.StartsWith('/') ? string.Empty : current;
            foreach (var part in target.Split('/').Reverse())
            {
                pending.Push(part);
            }
        }

        return Path.Exists(current) ? current : null;
    }

    /// <summary>The path of something in a directory without links; null where it does not exist or is outside.</summary>
    public static string? Within(string directory, string path)
    {
        var root = Of(directory);
        var real = Of(Path.Combine(directory, path));
        return root is not null && real is not null && (real == root || real.StartsWith(root + "/", StringComparison.Ordinal)) ? real : null;
    }
}
