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

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    private static readonly TimeSpan s_timeout = TimeSpan.FromMilliseconds(250);

    /// <summary>Makes an expression of this kind that matches whole texts.</summary>
    /// <param name="pattern">A pattern without problems.</param>
    /// <returns>The expression, with a time limit besides.</returns>
    /// <exception cref="ArgumentException">The pattern has a problem.</exception>
    public static Regex Create(string pattern) =>
        FindProblem(pattern) is { } problem
            ? throw new ArgumentException(problem, nameof(pattern))
            : Whole(pattern);

    /// <summary>Checks a pattern.</summary>
    /// <returns>What is wrong with the pattern, or null.</returns>
    internal static string? FindProblem(string pattern)
    {
        var repetition = 1d;
        foreach (var match in Repetitions().EnumerateMatches(pattern))
        {
            foreach (var number in pattern.Substring(match.Index + 1, match.Length - 2).Split(','))
            {
                repetition *= double.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Max(1, count) : 1;
            }
        }

        if (repetition > MaximumRepetition)
        {
            return $"the expression repeats more than {MaximumRepetition} times";
        }

        try
        {
            // Alone, so that it is balanced; then as part of the whole, which an open comment would swallow.
            _ = new Regex(pattern, Options, s_timeout);
            _ = Whole(pattern);
            return null;
        }
        catch (NotSupportedException)
        {
            return "the expression must be one that RE2 allows: no backreferences, no look-ahead, no look-behind";
        }
        catch (ArgumentException)
        {
            return "the expression is not a valid regular expression (RE2)";
        }
    }

    private static Regex Whole(string pattern) => new($@"\A(?:{pattern})\z", Options, s_timeout);

    [GeneratedRegex(@"\{[0-9]+(,[0-9]*)?\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 250)]
    private static partial Regex Repetitions();
}
