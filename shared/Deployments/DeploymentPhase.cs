namespace Pipelines.Deployments;

/// <summary>The phases of a deployment (Apps API, <c>phase</c>).</summary>
public enum DeploymentPhase
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Accepted, waits for its turn.</summary>
    PendingBuild,

    /// <summary>Cloning, detecting, building or pushing.</summary>
    Building,

    /// <summary>Built, waits for its turn to deploy.</summary>
    PendingDeploy,

    /// <summary>Starting the release, checking its health, switching traffic.</summary>
    Deploying,

    /// <summary>Its release has the traffic.</summary>
    Active,

    /// <summary>A newer deployment took its place.</summary>
    Superseded,

    /// <summary>It failed; what ran before still runs.</summary>
    Error,

    /// <summary>It was cancelled by a person.</summary>
    Canceled,
}
