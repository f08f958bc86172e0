namespace Pipelines.Deployments;

/// <summary>What started a run of a job.</summary>
public enum JobTrigger
{
    /// <summary>A deployment.</summary>
    Deploy,

    /// <summary>Its schedule.</summary>
    Schedule,
}
