using System.Collections.Frozen;

namespace Pipelines.AppSpecs;

/// <summary>Rules about CORS policies.</summary>
internal static class CorsRules
{
    private const int MaximumOriginLength = 256;

    private static readonly FrozenSet<string> s_methods =
        new[] { "*", "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH" }.ToFrozenSet(StringComparer.Ordinal);

    public static void Check(SpecCheck check, string path, CorsPolicy? cors)
    {
        if (cors is null)
        {
            return;
        }

        foreach (var (originPath, origin) in SpecPaths.Items(SpecPath.Field(path, "allow_origins"), cors.AllowOrigins))
        {
            CheckOrigin(check, originPath, origin);
        }

        foreach (var (methodPath, method) in SpecPaths.Items(SpecPath.Field(path, "allow_methods"), cors.AllowMethods))
        {
            if (!s_methods.Contains(method))
            {
                check.Report(methodPath, $"a method must be one of {string.Join(", ", s_methods.Order(StringComparer.Ordinal))}", method);
            }
        }

        CheckHeaders(check, SpecPath.Field(path, "allow_headers"), cors.AllowHeaders);
        CheckHeaders(check, SpecPath.Field(path, "expose_headers"), cors.ExposeHeaders);
        check.ReportWhen(
            cors.MaxAge is { } age && !SpecDuration.TryParse(age, out _),
            SpecPath.Field(path, "max_age"),
            "max_age must be a duration such as \"5h30m\"",
            cors.MaxAge);
    }

    private static void CheckOrigin(SpecCheck check, string path, StringMatch origin)
    {
        if (check.IsUncertain(path, "exact", "prefix", "regex"))
        {
            return;
        }

        var given = new[] { origin.Exact, origin.Prefix, origin.Regex }.Where(text => text is not null).ToList();
        check.ReportWhen(given.Count != 1, path, "exactly one of exact, prefix and regex is required");
        check.ReportWhen(
            given.Any(text => text!.Length is 0 or > MaximumOriginLength),
            path,
            $"an origin must have 1 to {MaximumOriginLength} characters");
        if (origin.Regex is { Length: > 0 and <= MaximumOriginLength } regex && BoundedRegex.FindProblem(regex) is { } problem)
        {
            check.Report(SpecPath.Field(path, "regex"), problem, regex);
        }
    }

    private static void CheckHeaders(SpecCheck check, string path, IReadOnlyList<string> headers)
    {
        foreach (var (headerPath, header) in SpecPaths.Items(path, headers))
        {
            check.ReportWhen(header.Length > 256 || !SpecPatterns.HeaderName.IsMatch(header), headerPath, "a header must be a header's name or \"*\"", header);
        }
    }
}
