namespace Pipelines.Activities.Domains;

/// <summary>How far a certificate is.</summary>
public enum CertificateState
{
    /// <summary>The next step can be made at once.</summary>
    Advanced,

    /// <summary>The authority is at it.</summary>
    Waiting,

    /// <summary>Records are missing that the owner is to set.</summary>
    AwaitingRecords,

    /// <summary>It is issued and kept.</summary>
    Issued,

    /// <summary>It was not to be had; the next step begins anew.</summary>
    Failed,
}
