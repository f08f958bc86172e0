namespace Octokit;

/// <summary>How deployments are.</summary>
internal sealed class DeploymentStatusClient(Requests requests) : IDeploymentStatusClient
{
    public Task<IReadOnlyList<DeploymentStatus>> GetAll(string owner, string name, long deploymentId) =>
        requests.ListAsync<DeploymentStatus>(PathOf(owner, name, deploymentId), ApiOptions.None);

    public Task<DeploymentStatus> Create(string owner, string name, long deploymentId, NewDeploymentStatus newDeploymentStatus)
    {
        ArgumentNullException.ThrowIfNull(newDeploymentStatus);
        return requests.PostAsync<DeploymentStatus>(PathOf(owner, name, deploymentId), newDeploymentStatus);
    }

    private static string PathOf(string owner, string name, long deploymentId) =>
        $"repos/{Requests.Escape(owner)}/{Requests.Escape(name)}/deployments/{deploymentId}/statuses";
}
