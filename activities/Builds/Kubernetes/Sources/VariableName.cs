using System.Text.RegularExpressions;

namespace Pipelines.Activities.Builds.Kubernetes.Sources;

/// <summary>Names of environment variables that files and Secrets can carry.</summary>
internal static partial class VariableName
{
    /// <summary>Whether the name is one that POSIX gives to variables, of at most 253 characters.</summary>
    public static bool IsValid(string name) => Pattern().IsMatch(name);

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,252}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Pattern();
}
