namespace Pipelines.AppSpecs;

/// <summary>A host name under which the application is reachable.</summary>
public sealed record DomainSpec
{
    /// <summary>The host name, 4 to 253 characters.</summary>
    public required string Domain { get; init; }

    /// <summary>The host name's role; null is ALIAS for all but the first, which is PRIMARY.</summary>
    public DomainType? Type { get; init; }

    /// <summary>True also takes every name below it. Default false.</summary>
    public bool Wildcard { get; init; }

    /// <summary>The DNS zone that the platform manages for it.</summary>
    public string? Zone { get; init; }

    /// <summary>The certificate to use; null has one issued.</summary>
    public string? Certificate { get; init; }

    /// <summary>The oldest TLS version accepted, <c>1.2</c> or <c>1.3</c>.</summary>
    public string? MinimumTlsVersion { get; init; }
}
