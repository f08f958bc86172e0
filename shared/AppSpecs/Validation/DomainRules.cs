namespace Pipelines.AppSpecs;

/// <summary>Rules about the application's own host names.</summary>
internal static class DomainRules
{
    public static void Check(SpecCheck check)
    {
        var domains = check.Spec.Domains;
        string? primary = null;
        foreach (var (path, domain) in SpecPaths.Items("domains", domains))
        {
            CheckDomain(check, path, domain);
            if (domain.Type == DomainType.Primary)
            {
                check.ReportWhen(primary is not null, SpecPath.Field(path, "type"), $"only one domain can be PRIMARY, and {primary} is", "PRIMARY");
                primary ??= path;
            }
        }

        check.Unique("domains", domains, domain => domain.Domain.ToLowerInvariant(), "domain");
    }

    private static void CheckDomain(SpecCheck check, string path, DomainSpec domain)
    {
        if (check.Require(path, "domain", domain.Domain))
        {
            check.ReportWhen(
                domain.Domain.Length is < 4 or > 253 || !SpecPatterns.HostName.IsMatch(domain.Domain),
                SpecPath.Field(path, "domain"),
                "domain must be a host name of 4 to 253 characters; for every name below it set wildcard",
                domain.Domain);
        }

        check.Match(path, "zone", domain.Zone, SpecPatterns.HostName, "a host name", 253);
        check.ReportWhen(
            domain.Zone is { Length: > 0 } zone && !IsInZone(domain.Domain, zone),
            SpecPath.Field(path, "zone"),
            "zone must be the domain or end it",
            domain.Zone);
        check.ReportWhen(
            domain.MinimumTlsVersion is not (null or "1.2" or "1.3"),
            SpecPath.Field(path, "minimum_tls_version"),
            "minimum_tls_version must be \"1.2\" or \"1.3\"",
            domain.MinimumTlsVersion);
    }

    private static bool IsInZone(string domain, string zone) =>
        domain.Equals(zone, StringComparison.OrdinalIgnoreCase)
        || domain.EndsWith("." + zone, StringComparison.OrdinalIgnoreCase);
}
