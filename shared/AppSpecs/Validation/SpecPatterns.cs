using System.Text.RegularExpressions;

namespace Pipelines.AppSpecs;

/// <summary>
/// The forms that names and texts of a spec have. Compiled ahead; each is unambiguous, so that matching takes time in
/// proportion to the text.
/// </summary>
internal static partial class SpecPatterns
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private const int Timeout = 1000;

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,30}[a-z0-9]\z", Options, Timeout)]
    public static partial Regex Name { get; }

    [GeneratedRegex(@"\A[_A-Za-z][_A-Za-z0-9]*\z", Options, Timeout)]
    public static partial Regex EnvKey { get; }

    [GeneratedRegex(@"\AEV\[[0-9]{1,4}:[A-Za-z0-9+/=_-]+(:[A-Za-z0-9+/=_-]+)*\]\z", Options, Timeout)]
    public static partial Regex EncryptedValue { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}(=[A-Za-z0-9._-]{1,64})?\z", Options, Timeout)]
    public static partial Regex Feature { get; }

    [GeneratedRegex(@"\A([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z", Options, Timeout)]
    public static partial Regex HostName { get; }

    [GeneratedRegex(@"\A([A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])\z", Options, Timeout)]
    public static partial Regex Authority { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]*/[A-Za-z0-9_.][A-Za-z0-9_.-]*\z", Options, Timeout)]
    public static partial Regex TwoPartRepository { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_.][A-Za-z0-9_.-]*)+\z", Options, Timeout)]
    public static partial Regex GroupedRepository { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9_.][A-Za-z0-9_.-]*@[A-Za-z0-9][A-Za-z0-9.-]*:[^\s:][^\s]*\z", Options, Timeout)]
    public static partial Regex ScpLikeUrl { get; }

    [GeneratedRegex(@"\A[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*\z", Options, Timeout)]
    public static partial Regex ImageRepository { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*\z", Options, Timeout)]
    public static partial Regex ImageRegistry { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z", Options, Timeout)]
    public static partial Regex ImageTag { get; }

    [GeneratedRegex(@"\Asha256:[a-f0-9]{64}\z", Options, Timeout)]
    public static partial Regex ImageDigest { get; }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{0,63}\z", Options, Timeout)]
    public static partial Regex EnvironmentSlug { get; }

    [GeneratedRegex(@"\A[0-9]+(\.[0-9]+)*\z", Options, Timeout)]
    public static partial Regex Version { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_-]*\z", Options, Timeout)]
    public static partial Regex DatabaseIdentifier { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9!#$%&'*+.^_`|~-]+\z", Options, Timeout)]
    public static partial Regex HeaderName { get; }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}\z", Options, Timeout)]
    public static partial Regex TimeZoneName { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?:[0-9]{1,5}\z", Options, Timeout)]
    public static partial Regex HostAndPort { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9()\[\]'""][-A-Za-z0-9_. /()\[\]]{0,63}\z", Options, Timeout)]
    public static partial Regex LogDestinationName { get; }

    [GeneratedRegex(@"\A/[^\s\p{Cc}?#]*\z", Options, Timeout)]
    public static partial Regex UrlPath { get; }

    [GeneratedRegex(@"\A/[^\s\p{Cc}]*\z", Options, Timeout)]
    public static partial Regex RedirectUri { get; }
}
