namespace Pipelines.Deployments.Domains;

/// <summary>The codes of <c>domains[].progress.steps[].reason.code</c>.</summary>
public static class DomainReasons
{
    /// <summary>The app has no release yet.</summary>
    public const string AppNotDeployed = "AppNotDeployed";

    /// <summary>The name has no address in the DNS.</summary>
    public const string RecordMissing = "DnsRecordMissing";

    /// <summary>The name leads somewhere else.</summary>
    public const string RecordMismatch = "DnsRecordMismatch";

    /// <summary>A validation record is not in the DNS yet.</summary>
    public const string ValidationRecordMissing = "ValidationRecordMissing";

    /// <summary>The DNS did not answer, or the provider that keeps the zone refused a record.</summary>
    public const string DnsUnavailable = "DnsUnavailable";

    /// <summary>The certificate authority could not validate the name, or refuses it.</summary>
    public const string CertificateRefused = "CertificateRefused";

    /// <summary>The certificate authority was asked too often.</summary>
    public const string RateLimited = "CertificateRateLimited";

    /// <summary>The certificate authority did not answer.</summary>
    public const string AuthorityUnavailable = "CertificateAuthorityUnavailable";

    /// <summary>The certificate could not be put into the ingress.</summary>
    public const string InstallationFailed = "CertificateInstallationFailed";

    /// <summary>The certificate ended before it could be renewed.</summary>
    public const string CertificateExpired = "CertificateExpired";

    /// <summary>Another app has the name.</summary>
    public const string Taken = "DomainTaken";
}
