using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipelines.AppSpecs;

/// <summary>
/// Regular expressions as RE2 allows them: no backreferences, no looking around, repetitions bounded, so that
/// matching takes time in proportion to the text.
/// </summary>
public static partial class BoundedRegex
{
    /// <summary>The most that all counted repetitions of an expression may multiply to, RE2's own bound.</summary>
    private const int MaximumRepetition = 1000;

    private const string NotInRe2 = "the expression must be one that RE2 allows: no backreferences, no look-ahead, no look-behind";

    private static readonly TimeSpan s_timeout = TimeSpan.FromMilliseconds(250);

    /// <summary>Makes an expression of this kind that matches whole texts. Takes milliseconds: keep it.</summary>
    /// <param name="pattern">A pattern without problems.</param>
    /// <returns>The expression, with a time limit besides.</returns>
    /// <exception cref="ArgumentException">The pattern has a problem.</exception>
    public static Regex Create(string pattern)
    {
        if (FindProblem(pattern) is { } problem)
        {
            throw new ArgumentException(problem, nameof(pattern));
        }

        try
        {
            return new Regex(Whole(pattern), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, s_timeout);
        }
        catch (NotSupportedException exception)
        {
            throw new ArgumentException(NotInRe2, nameof(pattern), exception);
        }
    }

    /// <summary>Checks a pattern without building the expression, which a spec full of them could not afford.</summary>
    /// <returns>What is wrong with the pattern, or null.</returns>
    internal static string? FindProblem(string pattern)
    {
        if (Repetition(pattern) > MaximumRepetition)
        {
            return $"the expression repeats more than {MaximumRepetition} times";
        }

        if (HasForeignConstruct(pattern))
        {
            return NotInRe2;
        }

        try
        {
            // Alone, so that it is balanced; then as the whole.
            _ = new Regex(pattern, RegexOptions.CultureInvariant, s_timeout);
            _ = new Regex(Whole(pattern), RegexOptions.CultureInvariant, s_timeout);
            return null;
        }
        catch (ArgumentException)
        {
            return "the expression is not a valid regular expression (RE2)";
        }
    }

    private static string Whole(string pattern) => $@"\A(?:{pattern})\z";

    private static double Repetition(string pattern)
    {
        var repetition = 1d;
        foreach (var match in Repetitions().EnumerateMatches(pattern))
        {
            foreach (var number in pattern.Substring(match.Index + 1, match.Length - 2).Split(','))
            {
                repetition *= double.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Max(1, count) : 1;
            }
        }

        return repetition;
    }

    /// <summary>Backreferences, and groups that are neither plain, nor named, nor of RE2's flags.</summary>
    private static bool HasForeignConstruct(string pattern)
    {
        var inClass = false;
        for (var index = 0; index < pattern.Length; index++)
        {
            var rest = pattern.AsSpan(index + 1);
            switch (pattern[index])
            {
                case '\\' when !inClass && !rest.IsEmpty && rest[0] is (>= '1' and <= '9') or 'k' or 'G' or 'Z':
                    return true;
                case '\\':
                    index++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '(' when !inClass && rest.StartsWith("?") && !AllowedGroups().IsMatch(rest):
                    return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"\{[0-9]+(,[0-9]*)?\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 250)]
    private static partial Regex Repetitions();

    [GeneratedRegex(@"\A\?(<[A-Za-z_][A-Za-z0-9_]*>|[ims]*(-[ims]+)?[:)])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 250)]
    private static partial Regex AllowedGroups();
}
