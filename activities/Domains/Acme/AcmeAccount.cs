namespace Pipelines.Activities.Domains.Acme;

/// <summary>An account at an authority.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Url">Where it is.</param>
internal sealed record AcmeAccount(AccountKey Key, Uri Url);
