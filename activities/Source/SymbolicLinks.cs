namespace Pipelines.Activities.Source;

/// <summary>
/// Follows symbolic links on paper before any of them exists on disk: whether one leads out of the directory, also by
/// way of others.
/// </summary>
internal sealed class SymbolicLinks
{
    private const int MaxFollowed = 40;
    private readonly Dictionary<string, string> targets = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Targets => targets;

    public void Add(string path, string target) => targets[path] = target;

    public void Remove(string path) => targets.Remove(path);

    /// <summary>Whether a link, or what it leads to, stays inside.</summary>
    public bool StaysInside(string link)
    {
        var pending = new Stack<string>(link.Split('/').Reverse());
        var resolved = new List<string>();
        var followed = 0;
        while (pending.TryPop(out var name))
        {
            if (name is "" or ".")
            {
                continue;
            }

            if (name == "..")
            {
                if (resolved.Count == 0)
                {
                    return false;
                }

                resolved.RemoveAt(resolved.Count - 1);
                continue;
            }

            resolved.Add(name);
            if (!targets.TryGetValue(string.Join('/', resolved), out var target))
            {
                continue;
            }

            if (target.StartsWith('/') || target.Length == 0)
            {
                return false;
            }

            if (++followed > MaxFollowed)
            {
                // A loop leads nowhere: opening it fails.
                return true;
            }

            resolved.RemoveAt(resolved.Count - 1);
            foreach (var part in target.Split('/').Reverse())
            {
                pending.Push(part);
            }
        }

        return true;
    }
}
