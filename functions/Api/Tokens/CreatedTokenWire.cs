namespace Pipelines.Functions.Api.Tokens;

/// <summary>A token just made.</summary>
/// <param name="Token">What is kept of it.</param>
/// <param name="Secret">What its owner sends as bearer token; shown this once.</param>
public sealed record CreatedTokenWire(TokenWire Token, string Secret);
