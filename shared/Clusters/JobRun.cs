namespace Pipelines.Clusters;

/// <summary>One run of a job component.</summary>
public sealed record JobRun
{
    /// <summary>Gets the key of the run: the same key never runs twice.</summary>
    public required string Key { get; init; }

    /// <summary>Gets the app's id.</summary>
    public required string AppId { get; init; }

    /// <summary>Gets the release it belongs to.</summary>
    public required string ReleaseId { get; init; }

    /// <summary>Gets what runs: image, command, environment and limits. Its ports and checks are not used.</summary>
    public required ReleaseComponent Component { get; init; }

    /// <summary>Gets the time after which it is stopped.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);
}
