namespace Pipelines.Activities.Clusters.Kubernetes;

/// <summary>What pods of apps may be (Kubernetes, Pod Security Standards).</summary>
public enum PodSecurityLevel
{
    /// <summary>Root inside the sandbox is allowed, with the few capabilities that ordinary images need.</summary>
    Baseline,

    /// <summary>Only images with a numeric user other than root; no capabilities but to bind low ports.</summary>
    Restricted,
}
