namespace Octokit;

/// <summary>Repositories.</summary>
internal sealed class RepositoriesClient(Requests requests) : IRepositoriesClient
{
    public ICommitStatusClient Status { get; } = new CommitStatusClient(requests);

    public IDeploymentsClient Deployment { get; } = new DeploymentsClient(requests);
}
