namespace Pipelines.Deployments;

/// <summary>The kinds of cause (Apps API, <c>cause_details.type</c>).</summary>
public enum DeploymentCauseType
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>A person or a client asked.</summary>
    Manual,

    /// <summary>A push to the branch.</summary>
    DeployOnPush,

    /// <summary>The platform's own upkeep.</summary>
    Maintenance,

    /// <summary>A person rolled back.</summary>
    ManualRollback,

    /// <summary>The platform rolled back by itself.</summary>
    AutoRollback,

    /// <summary>Trusted sources of a database changed.</summary>
    UpdateDatabaseTrustedSources,

    /// <summary>An autoscaler changed the number of instances.</summary>
    Autoscaled,
}
