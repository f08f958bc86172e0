namespace Pipelines.Activities.Domains.Acme;

/// <summary>An order of a certificate (RFC 8555, 7.1.3).</summary>
/// <param name="Status">Its state.</param>
/// <param name="Identifiers">What the certificate is for.</param>
/// <param name="Authorizations">Where the proofs stand that are asked for.</param>
/// <param name="Finalize">Takes the certificate request.</param>
/// <param name="Certificate">Where the certificate is, once it is issued.</param>
/// <param name="Expires">When the order ends; null where it is not said.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record AcmeOrder(
    string Status, IReadOnlyList<AcmeIdentifier> Identifiers, IReadOnlyList<Uri> Authorizations, Uri Finalize, Uri? Certificate = null, DateTimeOffset? Expires = null, AcmeProblem? Error = null);
