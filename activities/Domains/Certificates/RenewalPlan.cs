using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pipelines.Activities.Domains.Acme;

namespace Pipelines.Activities.Domains.Certificates;

/// <summary>Says when a certificate is to be renewed: when its authority wants it (RFC 9773), else after two thirds of its life.</summary>
/// <param name="authority">The authority.</param>
/// <param name="store">The certificates.</param>
internal sealed class RenewalPlan(Lazy<AcmeClient> authority, CertificateStore store)
{
    /// <summary>Asks the authority, and keeps what it says.</summary>
    /// <returns>When the certificate is to be renewed.</returns>
    public async Task<DateTimeOffset> UpdateAsync(string domainId, StoredCertificate certificate, CancellationToken cancellation)
    {
        if (await FindWindowAsync(certificate, cancellation) is not { } window)
        {
            return certificate.RenewAt;
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"{window.Start:O}/{window.End:O}");
        if (text == certificate.RenewalWindow)
        {
            return certificate.RenewAt;
        }

        // Drawn once of each window: many platforms do not come at the same moment.
        var renewAt = window.Start + ((window.End - window.Start) * (RandomNumberGenerator.GetInt32(1000) / 1000.0));
        await store.PutCertificateAsync(domainId, certificate with { RenewalWindow = text, RenewAt = renewAt }, cancellation);
        return renewAt;
    }

    // An advice: without it the certificate is renewed in time all the same.
    private async Task<RenewalWindow?> FindWindowAsync(StoredCertificate certificate, CancellationToken cancellation)
    {
        try
        {
            using var leaf = X509Certificate2.CreateFromPem(certificate.ChainPem);
            return await authority.Value.FindRenewalWindowAsync(leaf, cancellation) is { } window && window.End <= certificate.ExpiresAt ? window : null;
        }
        catch (AcmeException)
        {
            return null;
        }
    }
}
