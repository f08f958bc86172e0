namespace Pipelines.Activities.Domains.Acme;

/// <summary>What an authority says of the renewal of a certificate (RFC 9773, 4.2).</summary>
/// <param name="SuggestedWindow">When.</param>
internal sealed record RenewalInformation(RenewalWindow? SuggestedWindow);
