namespace Octokit;

/// <summary>Repositories.</summary>
public interface IRepositoriesClient
{
    /// <summary>Gets what is said of commits.</summary>
    ICommitStatusClient Status { get; }

    /// <summary>Gets deployments.</summary>
    IDeploymentsClient Deployment { get; }
}
