namespace Pipelines.Activities.Statuses;

/// <summary>A git provider that shows how deployments of its commits are. Telling it the same twice changes nothing.</summary>
public interface IStatusReceiver
{
    /// <summary>Gets the provider: <c>github</c>, <c>gitlab</c> or <c>bitbucket</c>.</summary>
    string Provider { get; }

    /// <summary>Gets a value indicating whether there are credentials for it.</summary>
    bool IsConfigured { get; }

    /// <summary>Tells it.</summary>
    /// <returns>The provider's own id of the deployment; null where it has none.</returns>
    /// <param name="status">How the deployment is.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="StatusRefusedException">It does not take it.</exception>
    Task<long?> TellAsync(DeploymentStatus status, CancellationToken cancellation);
}
