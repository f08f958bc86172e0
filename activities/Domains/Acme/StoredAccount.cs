namespace Pipelines.Activities.Domains.Acme;

/// <summary>An account as it is stored.</summary>
/// <param name="SealedKey">Its key, encrypted.</param>
/// <param name="Url">Where it is; null until it is made.</param>
internal sealed record StoredAccount(string SealedKey, Uri? Url);
