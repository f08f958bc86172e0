namespace Octokit;

/// <summary>Deployments.</summary>
internal sealed class DeploymentsClient(Requests requests) : IDeploymentsClient
{
    public IDeploymentStatusClient Status { get; } = new DeploymentStatusClient(requests);

    public Task<IReadOnlyList<Deployment>> GetAll(string owner, string name) => GetAll(owner, name, ApiOptions.None);

    public Task<IReadOnlyList<Deployment>> GetAll(string owner, string name, ApiOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return requests.ListAsync<Deployment>(PathOf(owner, name), options);
    }

    public Task<Deployment> Create(string owner, string name, NewDeployment newDeployment)
    {
        ArgumentNullException.ThrowIfNull(newDeployment);
        return requests.PostAsync<Deployment>(PathOf(owner, name), newDeployment);
    }

    private static string PathOf(string owner, string name) => $"repos/{Requests.Escape(owner)}/{Requests.Escape(name)}/deployments";
}
