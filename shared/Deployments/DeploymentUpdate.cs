namespace Pipelines.Deployments;

/// <summary>What a workflow writes of its deployment: everything but what was fixed at its creation.</summary>
public sealed record DeploymentUpdate
{
    /// <summary>Gets the app's id.</summary>
    public required string AppId { get; init; }

    /// <summary>Gets the deployment's id.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>Gets the number of the write; one that is not greater than the stored one changes nothing.</summary>
    public required long Sequence { get; init; }

    /// <summary>Gets the time of the write.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets the phase.</summary>
    public required DeploymentPhase Phase { get; init; }

    /// <summary>Gets the deployment that was active when it began; null leaves what is stored.</summary>
    public string? PreviousDeploymentId { get; init; }

    /// <summary>Gets the release that runs for it.</summary>
    public string? ReleaseId { get; init; }

    /// <summary>Gets the top-level steps.</summary>
    public required IReadOnlyList<ProgressStep> Steps { get; init; }

    /// <summary>Gets what it runs, by component.</summary>
    public IReadOnlyList<ComponentBuild> Components { get; init; } = [];

    /// <summary>Gets the commits that its sources were found at, by component.</summary>
    public IReadOnlyDictionary<string, string> Commits { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets why it ended; null while it has not.</summary>
    public StepReason? Reason { get; init; }

    /// <summary>Gets the exit code behind the reason.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Gets the last lines written by what failed.</summary>
    public IReadOnlyList<string> LastLines { get; init; } = [];

    /// <summary>Gets the lines to add to the history.</summary>
    public IReadOnlyList<HistoryEntry> History { get; init; } = [];
}
