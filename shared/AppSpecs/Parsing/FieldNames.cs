namespace Pipelines.AppSpecs;

/// <summary>Finds the field that a mistyped one was meant to be.</summary>
internal static class FieldNames
{
    private const int MaximumLength = 64;

    public static string Shorten(string name) =>
        ProblemList.Shorten(name.Length <= MaximumLength ? name : string.Concat(name.AsSpan(0, MaximumLength), "…"));

    /// <summary>The known name with the fewest edits, if they are few for its length; case and separators count nothing.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        if (name.Length is 0 or > MaximumLength)
        {
            return null;
        }

        var plain = Fold(name);
        var (nearest, distance) = known
            .Select(candidate => (candidate, Distance(plain, Fold(candidate))))
            .OrderBy(pair => pair.Item2)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest is not null && distance <= Math.Max(1, Math.Min(plain.Length, nearest.Length) / 3) ? nearest : null;
    }

    private static string Fold(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));

    /// <summary>Optimal string alignment: insertions, deletions, substitutions, neighbours exchanged.</summary>
    private static int Distance(string left, string right)
    {
        var costs = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            costs[i, 0] = i;
        }

        for (var j = 0; j <= right.Length; j++)
        {
            costs[0, j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var change = costs[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                costs[i, j] = Math.Min(change, Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    costs[i, j] = Math.Min(costs[i, j], costs[i - 2, j - 2] + 1);
                }
            }
        }

        return costs[left.Length, right.Length];
    }
}
