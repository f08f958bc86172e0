namespace Pipelines.Clusters;

/// <summary>What the ingress answers at <c>/.well-known/acme-challenge/&lt;token&gt;</c> of every host (RFC 8555, 8.3).</summary>
/// <param name="Token">The token: base64url, 1 to 128 characters.</param>
/// <param name="KeyAuthorization">The answer's body, ASCII, at most 512 characters.</param>
public sealed record HttpChallenge(string Token, string KeyAuthorization);
