namespace Pipelines.Activities.Statuses;

/// <summary>A git provider that shows how deployments of its commits are. Telling it the same twice changes nothing.</summary>
public interface IStatusReceiver
{
    /// <summary>Gets the provider: <c>github</c>, <c>gitlab</c> or <c>bitbucket</c>.</summary>
    string Provider { get; }

    /// <summary>Gets a value indicating whether there are credentials for it.</summary>
    bool IsConfigured { get; }

    /// <summary>Says at the commit how the deployment is; of a context what was said last counts.</summary>
    /// <param name="status">How the deployment is.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="StatusRefusedException">It does not take it.</exception>
    Task TellOfCommitAsync(DeploymentStatus status, CancellationToken cancellation);

    /// <summary>Tells of the deployment itself, where the provider shows deployments.</summary>
    /// <returns>The provider's own id of the deployment; null where it has none.</returns>
    /// <param name="status">How the deployment is.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="StatusRefusedException">It does not take it.</exception>
    Task<long?> TellOfDeploymentAsync(DeploymentStatus status, CancellationToken cancellation) => Task.FromResult<long?>(null);
}
