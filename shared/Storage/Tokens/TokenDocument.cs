namespace Pipelines.Storage.Tokens;

/// <summary>A token as it is stored.</summary>
internal sealed record TokenDocument(AccessToken Token, string Sha256);
