namespace Pipelines.Oci;

/// <summary>How a blob came into a repository.</summary>
public enum BlobOutcome
{
    /// <summary>It was there already.</summary>
    Existed,

    /// <summary>The store made it available from another of its repositories.</summary>
    Mounted,

    /// <summary>Its content was sent.</summary>
    Sent,
}
