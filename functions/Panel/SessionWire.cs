using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Panel;

/// <summary>Who makes a request.</summary>
/// <param name="TokenName">What the token's owner calls it.</param>
/// <param name="TeamId">The team.</param>
/// <param name="Scope">READ, WRITE or ADMIN: each allows what those before it do.</param>
public sealed record SessionWire(string TokenName, string TeamId, TokenScopes Scope);
