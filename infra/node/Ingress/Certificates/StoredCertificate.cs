using Pipelines.Clusters;

namespace Pipelines.Node.Ingress.Certificates;

/// <summary>A certificate as it lies on disk.</summary>
/// <param name="Certificate">The certificate with its key.</param>
/// <param name="InstalledAt">When it was installed: of two for the same host the later is presented.</param>
internal sealed record StoredCertificate(DomainCertificate Certificate, DateTimeOffset InstalledAt);
