using System.Text.RegularExpressions;
using Pipelines.AppSpecs;

namespace Pipelines.Node.Ingress;

/// <summary>An ingress rule made ready for matching.</summary>
internal sealed class CompiledRule
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(100);
    private readonly StringMatch? authority;
    private readonly string? exactPath;
    private readonly string prefix;
    private readonly IReadOnlyList<Func<string, bool>> origins;

    public CompiledRule(IngressRule rule)
    {
        Rule = rule;
        authority = rule.Match?.Authority;
        exactPath = rule.Match?.Path?.Exact;
        prefix = (rule.Match?.Path?.Prefix ?? "/").TrimEnd('/');
        origins = [.. (rule.Cors?.AllowOrigins ?? []).Select(Compile)];
    }

    public IngressRule Rule { get; }

    /// <summary>Gets the order of specificity: a host before none, an exact one before a prefix, then an exact path before a longer prefix before a shorter.</summary>
    public (int Authority, int Path) Specificity => (
        authority?.Exact is not null ? int.MaxValue : authority?.Prefix?.Length ?? -1,
        exactPath is not null ? int.MaxValue : prefix.Length);

    public bool Matches(string host, string path) => MatchesAuthority(host) && (exactPath is null ? HasPrefix(path) : path == exactPath);

    /// <summary>The path that the component sees.</summary>
    public string Rewrite(string path)
    {
        var route = Rule.Component;
        if (route is null or { PreservePathPrefix: true })
        {
            return path;
        }

        var rest = exactPath is null ? path[prefix.Length..] : string.Empty;
        var rewritten = route.Rewrite is { } replacement ? Join(replacement, rest) : exactPath is null ? rest : path;
        return rewritten.StartsWith('/') ? rewritten : "/" + rewritten;
    }

    /// <summary>Whether the rule's CORS policy lets scripts of an origin in.</summary>
    public bool AllowsOrigin(string origin) => origins.Any(allows => allows(origin));

    private static string Join(string replacement, string rest) =>
        rest.StartsWith('/') ? replacement.TrimEnd('/') + rest : replacement + rest;

    private static Func<string, bool> Compile(StringMatch match)
    {
        if (match.Regex is { } pattern)
        {
            // RE2's guarantee, linear time, is what NonBacktracking gives.
            var regex = new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchTimeout);
            return regex.IsMatch;
        }

        return match.Exact is { } exact
            ? origin => exact == "*" || string.Equals(origin, exact, StringComparison.OrdinalIgnoreCase)
            : origin => match.Prefix is { } start && origin.StartsWith(start, StringComparison.OrdinalIgnoreCase);
    }

    private bool MatchesAuthority(string host) => authority switch
    {
        { Exact: { } exact } => string.Equals(host, exact, StringComparison.OrdinalIgnoreCase),
        { Prefix: { } start } => host.StartsWith(start, StringComparison.OrdinalIgnoreCase),
        _ => true,
    };

    // At a segment's border: /api is not a prefix of /apis.
    private bool HasPrefix(string path) => path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] == '/');
}
