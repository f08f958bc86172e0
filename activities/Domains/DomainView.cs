namespace Pipelines.Activities.Domains;

/// <summary>What a domain's workflow decides upon.</summary>
public sealed record DomainView
{
    /// <summary>Gets a value indicating whether the domain is in the app's spec.</summary>
    public bool Exists { get; init; }

    /// <summary>Gets a value indicating whether the app has a release that answers.</summary>
    public bool IsServed { get; init; }

    /// <summary>Gets a value indicating whether the name is this app's: another may have taken it first.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Gets a value indicating whether it is to get a certificate.</summary>
    public bool IsSecured { get; init; }

    /// <summary>Gets when its certificate ends; null where it has none for all of its names.</summary>
    public DateTimeOffset? CertificateExpiresAt { get; init; }

    /// <summary>Gets when that is to be renewed.</summary>
    public DateTimeOffset? RenewAt { get; init; }

    /// <summary>Gets how the workflow repeats what does not go well.</summary>
    public required DomainPolicy Policy { get; init; }
}
