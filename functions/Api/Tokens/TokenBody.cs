namespace Pipelines.Functions.Api.Tokens;

/// <summary>The body of a request for a token.</summary>
/// <param name="Name">What its owner calls it, 1 to 255 characters.</param>
/// <param name="Scope"><c>read</c>, <c>write</c> (to look and to change) or <c>admin</c> (also tokens and the audit trail).</param>
/// <param name="ExpiresInSeconds">How long it can be used, 1 to ten years; null for ever.</param>
/// <param name="Team">The team's id or name; null for that of the token the request is made with.</param>
public sealed record TokenBody(string? Name = null, string? Scope = null, long? ExpiresInSeconds = null, string? Team = null);
