namespace Pipelines.Activities.Domains.Acme;

/// <summary>When an authority wants a certificate renewed (RFC 9773, 4.2).</summary>
/// <param name="Start">Not before.</param>
/// <param name="End">Not after.</param>
internal sealed record RenewalWindow(DateTimeOffset Start, DateTimeOffset End);
