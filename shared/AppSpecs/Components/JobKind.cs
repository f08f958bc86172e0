namespace Pipelines.AppSpecs;

/// <summary>When a job runs.</summary>
public enum JobKind
{
    /// <summary>After a deployment has succeeded; the default.</summary>
    PostDeploy,

    /// <summary>Before the deployment's release starts; its failure fails the deployment.</summary>
    PreDeploy,

    /// <summary>After a deployment has failed.</summary>
    FailedDeploy,

    /// <summary>At the times its schedule names.</summary>
    Scheduled,
}
