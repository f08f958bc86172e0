namespace Pipelines.Activities.Domains.Acme;

/// <summary>The proof that an authority wants for a name (RFC 8555, 7.1.4).</summary>
/// <param name="Identifier">The name, of a wildcard without the star.</param>
/// <param name="Status">Its state.</param>
/// <param name="Challenges">The ways to give it.</param>
/// <param name="Wildcard">Whether it is for the wildcard.</param>
internal sealed record AcmeAuthorization(AcmeIdentifier Identifier, string Status, IReadOnlyList<AcmeChallenge> Challenges, bool Wildcard = false);
