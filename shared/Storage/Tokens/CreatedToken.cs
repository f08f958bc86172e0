namespace Pipelines.Storage.Tokens;

/// <summary>A token just made: the only moment its secret is known.</summary>
/// <param name="Secret">What its owner sends as bearer token.</param>
/// <param name="Token">What is kept of it.</param>
public sealed record CreatedToken(string Secret, AccessToken Token);
