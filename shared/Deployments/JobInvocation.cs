using System.Security.Cryptography;
using System.Text;

namespace Pipelines.Deployments;

/// <summary>One run of a job.</summary>
public sealed record JobInvocation
{
    /// <summary>Gets the id, a UUID whose order is the order of time.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the app's id.</summary>
    public required string AppId { get; init; }

    /// <summary>Gets the job's name.</summary>
    public required string JobName { get; init; }

    /// <summary>Gets the deployment whose release of the job runs.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>Gets how far it is.</summary>
    public JobInvocationPhase Phase { get; init; }

    /// <summary>Gets when it became due.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when it was started; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets when it ended; null before.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The run of a job that belongs to a deployment: there is one, whose id follows from both.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="deploymentId">The deployment.</param>
    /// <param name="job">The job.</param>
    /// <param name="now">The time.</param>
    public static JobInvocation OfDeployment(string appId, string deploymentId, string job, DateTimeOffset now) => new()
    {
        Id = DeploymentIds.New(DeploymentIds.TimeOf(deploymentId), new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{deploymentId}/{job}")).AsSpan(0, 16))),
        AppId = appId,
        JobName = job,
        DeploymentId = deploymentId,
        Phase = JobInvocationPhase.Running,
        CreatedAt = now,
        StartedAt = now,
    };
}
