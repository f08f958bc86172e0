using System.Globalization;

namespace Pipelines.Benchmarks.Logs;

/// <summary>Counts the numbered lines that a reader gets, and what is missing, told or not, or out of order.</summary>
internal sealed class LineCount
{
    private const string Mark = "soak ";
    private const int Digits = 8;
    private readonly Dictionary<string, int> _last = new(StringComparer.Ordinal);
    private readonly HashSet<string> _mayJump = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Gets how many lines came.</summary>
    public long Lines { get; private set; }

    /// <summary>Gets how many lines are missing without a word.</summary>
    public long Lost { get; private set; }

    /// <summary>Gets how many lines are missing where a line says so.</summary>
    public long Skipped { get; private set; }

    /// <summary>Gets how many lines say that some are missing.</summary>
    public long Notices { get; private set; }

    /// <summary>Gets how many lines came again or out of order.</summary>
    public long Disordered { get; private set; }

    /// <summary>Takes what comes next, wherever it goes on: the reader was away, and asks for what is new.</summary>
    public void Resume()
    {
        lock (_gate)
        {
            _last.Clear();
        }
    }

    /// <summary>Takes a line; one that is not numbered is not counted.</summary>
    public void Take(ReadOnlySpan<char> shown)
    {
        var end = shown.IndexOf(' ');
        var text = shown[(end + 1)..];
        text = text[(text.IndexOf(' ') + 1)..];
        lock (_gate)
        {
            var component = shown[..end].ToString();
            if (text.StartsWith(Mark, StringComparison.Ordinal))
            {
                Count(component, int.Parse(text.Slice(Mark.Length, Digits), CultureInfo.InvariantCulture));
            }
            else if (text.Contains("missing here", StringComparison.Ordinal))
            {
                Notices++;
                _ = _mayJump.Add(component);
            }
        }
    }

    /// <summary>Tells whether the lines up to a number have come from all components named.</summary>
    public bool HasReached(int number, IEnumerable<string> components)
    {
        lock (_gate)
        {
            return components.All(component => _last.GetValueOrDefault(component) >= number);
        }
    }

    private void Count(string component, int number)
    {
        Lines++;
        if (_last.TryGetValue(component, out var last))
        {
            var missing = number - last - 1;
            if (missing < 0)
            {
                Disordered++;
            }
            else if (_mayJump.Remove(component))
            {
                Skipped += missing;
            }
            else
            {
                Lost += missing;
            }
        }

        _last[component] = number;
    }
}
