namespace Octokit;

/// <summary>How a deployment is, to tell GitHub.</summary>
public class NewDeploymentStatus
{
    /// <summary>Initializes a new instance of the <see cref="NewDeploymentStatus"/> class.</summary>
    /// <param name="deploymentState">The state.</param>
    public NewDeploymentStatus(DeploymentState deploymentState) => State = deploymentState;

    /// <summary>Gets the state.</summary>
    public DeploymentState State { get; }

    /// <summary>Gets or sets where its log is.</summary>
    public string? LogUrl { get; set; }

    /// <summary>Gets or sets what it says, at most 140 characters.</summary>
    public string? Description { get; set; }

    /// <summary>Gets or sets where it answers.</summary>
    public string? EnvironmentUrl { get; set; }

    /// <summary>Gets or sets where it goes.</summary>
    public string? Environment { get; set; }

    /// <summary>Gets or sets whether earlier deployments of the environment become inactive; null means that they do.</summary>
    public bool? AutoInactive { get; set; }
}
