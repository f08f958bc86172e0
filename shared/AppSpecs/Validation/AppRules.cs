namespace Pipelines.AppSpecs;

/// <summary>Rules about the application as a whole.</summary>
internal static class AppRules
{
    public static void Check(SpecCheck check)
    {
        var spec = check.Spec;
        CheckName(check, "", spec.Name);
        CheckNamesAreUnique(check);
        if (spec.Region is { } region && !Regions.TryResolve(region, out _))
        {
            check.Report("region", $"unknown region \"{ProblemList.Shorten(region)}\"; known are {string.Join(", ", Regions.All.Select(known => known.Slug))}", region);
        }

        for (var index = 0; index < spec.Features.Count; index++)
        {
            check.ReportWhen(!SpecPatterns.Feature.IsMatch(spec.Features[index]), SpecPath.Item("features", index), "a feature must have the form name or name=value", spec.Features[index]);
        }

        check.Unique("features", spec.Features, feature => feature, "");
        check.Url("maintenance", "offline_page_url", spec.Maintenance?.OfflinePageUrl, "https", "http");
        if (spec.Vpc is { } vpc && check.Require("vpc", "id", vpc.Id))
        {
            check.ReportWhen(!Guid.TryParseExact(vpc.Id, "D", out _), "vpc.id", "id must be a UUID", vpc.Id);
        }

        AlertRules.Check(check, "alerts", spec.Alerts, component: null);
    }

    public static void CheckName(SpecCheck check, string path, string name)
    {
        if (check.Require(path, "name", name))
        {
            check.Match(path, "name", name, SpecPatterns.Name, "2 to 32 lower-case letters, digits and hyphens, starting with a letter and ending with a letter or digit", 32);
        }
    }

    private static void CheckNamesAreUnique(SpecCheck check)
    {
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, name) in SpecPaths.NamedParts(check.Spec))
        {
            if (name.Length > 0 && !first.TryAdd(name, path))
            {
                check.Report(SpecPath.Field(path, "name"), $"name \"{ProblemList.Shorten(name)}\" is taken by {first[name]}; names are unique across components and databases", name);
            }
        }
    }
}
