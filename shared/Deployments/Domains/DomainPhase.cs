namespace Pipelines.Deployments.Domains;

/// <summary>How far a domain is (Apps API, <c>domains[].phase</c>).</summary>
public enum DomainPhase
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Waits for the app's first release, or for the owner's DNS records.</summary>
    Pending,

    /// <summary>Its certificate is being issued or installed.</summary>
    Configuring,

    /// <summary>It serves.</summary>
    Active,

    /// <summary>It does not serve, and will not without somebody's doing; tried again all the same.</summary>
    Error,
}
