using Pipelines.Deployments.Domains;

namespace Pipelines.Activities.Domains.Certificates;

/// <summary>An order under way, so that whoever goes on finds it instead of making another.</summary>
public sealed record StoredOrder
{
    /// <summary>Gets where the order is.</summary>
    public required Uri Url { get; init; }

    /// <summary>Gets the host names it is for.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>Gets the certificate's private key, encrypted. Kept before it is used: a request that comes twice is one of the same key.</summary>
    public required string SealedKey { get; init; }

    /// <summary>Gets the tokens of the challenges that the ingress answers.</summary>
    public IReadOnlyList<string> Tokens { get; init; } = [];

    /// <summary>Gets the TXT records that the platform has written.</summary>
    public IReadOnlyList<DomainValidation> Records { get; init; } = [];
}
