namespace Pipelines.AppSpecs;

/// <summary>Collects problems up to a bound, and remembers which fields are already known to be wrong.</summary>
internal sealed class ProblemList(int maximum)
{
    private const int ShownLength = 80;

    private readonly List<SpecProblem> _problems = [];
    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);
    private int _dropped;

    /// <summary>True when further problems are counted only: nothing needs to be found out about them.</summary>
    public bool IsFull => _problems.Count >= maximum;

    public int Count => _problems.Count + _dropped;

    public void Add(string path, string message, string? value = null, int? line = null, int? column = null)
    {
        if (IsFull)
        {
            _dropped++;
            return;
        }

        _problems.Add(new SpecProblem
        {
            Path = path,
            Message = message,
            Value = value is null ? null : Shorten(value),
            Line = line,
            Column = column,
        });
    }

    /// <summary>Marks a field as wrong, so that no rule complains about what follows from it.</summary>
    public void Break(string path) => _broken.Add(path);

    /// <summary>True when the field, or one that it lies in, is known to be wrong.</summary>
    public bool IsBroken(string path)
    {
        if (_broken.Count == 0)
        {
            return false;
        }

        for (var end = path.Length; end > 0; end = path.LastIndexOfAny(['.', '['], end - 1))
        {
            if (_broken.Contains(path[..end]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Every problem, in the order of the text where that is known.</summary>
    public IReadOnlyList<SpecProblem> ToList()
    {
        var ordered = _problems
            .OrderBy(problem => problem.Line ?? int.MaxValue)
            .ThenBy(problem => problem.Column ?? int.MaxValue)
            .ToList();
        if (_dropped > 0)
        {
            ordered.Add(new SpecProblem { Path = "", Message = $"and {_dropped} more problems" });
        }

        return ordered;
    }

    /// <summary>A value as messages show it: short, on one line.</summary>
    public static string Shorten(string value)
    {
        var shown = value.Length <= ShownLength ? value : string.Concat(value.AsSpan(0, ShownLength), "…");
        return shown.Any(char.IsControl) ? string.Concat(shown.Select(character => char.IsControl(character) ? '�' : character)) : shown;
    }
}
