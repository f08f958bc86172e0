namespace Pipelines.Activities.Domains.Acme;

/// <summary>Where an authority answers what (RFC 8555, 7.1.1; RFC 9773, 3).</summary>
/// <param name="NewNonce">Gives nonces.</param>
/// <param name="NewAccount">Makes accounts.</param>
/// <param name="NewOrder">Takes orders.</param>
/// <param name="RenewalInfo">Tells when a certificate should be renewed; null where the authority does not.</param>
internal sealed record AcmeDirectory(Uri NewNonce, Uri NewAccount, Uri NewOrder, Uri? RenewalInfo = null);
