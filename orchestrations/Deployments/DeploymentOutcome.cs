namespace Pipelines.Orchestrations.Deployments;

/// <summary>How a deployment ended, as its app's workflow needs to know.</summary>
public sealed record DeploymentOutcome
{
    /// <summary>Gets a value indicating whether its release has the traffic.</summary>
    public bool IsActive { get; init; }

    /// <summary>Gets a value indicating whether its release was started, and must be retired when it is not active.</summary>
    public bool Applied { get; init; }

    /// <summary>Gets a value indicating whether it failed after its release was started, so that the previous one was kept or restored.</summary>
    public bool RolledBack { get; init; }

    /// <summary>Gets a value indicating whether it gave way to a newer one before it deployed anything.</summary>
    public bool Superseded { get; init; }

    /// <summary>Gets the URL that answers; null without a public component.</summary>
    public string? LiveUrl { get; init; }

    /// <summary>Gets a value indicating whether its spec becomes the app's.</summary>
    public bool CommitsSpec { get; init; }

    /// <summary>Gets a value indicating whether its release has jobs that run on a schedule.</summary>
    public bool HasSchedules { get; init; }
}
