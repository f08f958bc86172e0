namespace Octokit;

/// <summary>How deployments are.</summary>
public interface IDeploymentStatusClient
{
    /// <summary>Lists what was said of a deployment, newest first.</summary>
    Task<IReadOnlyList<DeploymentStatus>> GetAll(string owner, string name, long deploymentId);

    /// <summary>Says how a deployment is.</summary>
    Task<DeploymentStatus> Create(string owner, string name, long deploymentId, NewDeploymentStatus newDeploymentStatus);
}
