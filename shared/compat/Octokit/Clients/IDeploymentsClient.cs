namespace Octokit;

/// <summary>Deployments.</summary>
public interface IDeploymentsClient
{
    /// <summary>Gets how deployments are.</summary>
    IDeploymentStatusClient Status { get; }

    /// <summary>Lists a repository's deployments, newest first.</summary>
    Task<IReadOnlyList<Deployment>> GetAll(string owner, string name);

    /// <summary>Lists a part of a repository's deployments, newest first.</summary>
    Task<IReadOnlyList<Deployment>> GetAll(string owner, string name, ApiOptions options);

    /// <summary>Tells GitHub of a deployment.</summary>
    Task<Deployment> Create(string owner, string name, NewDeployment newDeployment);
}
