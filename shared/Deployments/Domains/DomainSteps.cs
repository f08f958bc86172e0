namespace Pipelines.Deployments.Domains;

/// <summary>The steps of a domain, in their order.</summary>
public static class DomainSteps
{
    /// <summary>The app has a release that answers.</summary>
    public const string Ingress = "default-ingress-ready";

    /// <summary>The name leads to this platform.</summary>
    public const string Ownership = "dns-records-set";

    /// <summary>A certificate authority has issued the certificate.</summary>
    public const string Certificate = "certificate-issued";

    /// <summary>The ingress presents the certificate.</summary>
    public const string Installation = "certificate-installed";

    /// <summary>The steps of a domain that nothing has been done for yet.</summary>
    /// <param name="secured">Whether it gets a certificate.</param>
    public static IReadOnlyList<DomainStep> Initial(bool secured) =>
        [.. (secured ? (string[])[Ingress, Ownership, Certificate, Installation] : [Ingress, Ownership]).Select(name => new DomainStep(name, StepStatus.Pending))];
}
