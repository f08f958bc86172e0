using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

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

    /// <summary>Gets what started it.</summary>
    public JobTrigger Trigger { get; init; }

    /// <summary>Gets the five cron fields that it became due by; null where no schedule started it.</summary>
    public string? Cron { get; init; }

    /// <summary>Gets the IANA name of the time zone the fields are read in; null is UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Gets when it became due.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when it was started; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets when a person asked for its end; null where nobody did.</summary>
    public DateTimeOffset? CancelRequestedAt { get; init; }

    /// <summary>Gets when it ended; null before.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Gets the exit code, 128 + n for signal n; null where nothing ended with one.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Gets why it ended otherwise than by succeeding; null where it succeeded or goes on.</summary>
    public StepReason? Reason { get; init; }

    /// <summary>Gets a value indicating whether it has ended.</summary>
    [JsonIgnore]
    public bool IsFinal => CompletedAt is not null;

    /// <summary>Gets the key under which a cluster runs it once.</summary>
    [JsonIgnore]
    public string RunKey => Trigger == JobTrigger.Deploy ? $"{DeploymentId}-{JobName}" : Id;

    /// <summary>The run of a job that belongs to a deployment: there is one, whose id follows from both.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="deploymentId">The deployment.</param>
    /// <param name="job">The job.</param>
    /// <param name="now">The time.</param>
    public static JobInvocation OfDeployment(string appId, string deploymentId, string job, DateTimeOffset now) => new()
    {
        Id = IdOf(DeploymentIds.TimeOf(deploymentId), $"{deploymentId}/{job}"),
        AppId = appId,
        JobName = job,
        DeploymentId = deploymentId,
        Phase = JobInvocationPhase.Running,
        CreatedAt = now,
        StartedAt = now,
    };

    /// <summary>The run of a job that its schedule starts: there is one for each time, whose id follows from it.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="deploymentId">The deployment whose release runs.</param>
    /// <param name="job">The job.</param>
    /// <param name="dueAt">The time.</param>
    public static JobInvocation OfSchedule(string appId, string deploymentId, string job, DateTimeOffset dueAt) => new()
    {
        Id = IdOf(dueAt, $"{appId}/{job}/{dueAt.ToUnixTimeSeconds()}"),
        AppId = appId,
        JobName = job,
        DeploymentId = deploymentId,
        Trigger = JobTrigger.Schedule,
        Phase = JobInvocationPhase.Pending,
        CreatedAt = dueAt,
    };

    private static string IdOf(DateTimeOffset time, string what) => DeploymentIds.New(time, new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(what)).AsSpan(0, 16)));
}
