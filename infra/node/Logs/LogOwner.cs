namespace Pipelines.Node.Logs;

/// <summary>Whose output a log holds; kept beside it, so that it is known after the instance is gone.</summary>
internal sealed record LogOwner
{
    public required string InstanceId { get; init; }

    public required string AppId { get; init; }

    public required string ReleaseId { get; init; }

    public required string Component { get; init; }

    public required string Instance { get; init; }

    public string? Job { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when the instance was removed; null while there is one.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
