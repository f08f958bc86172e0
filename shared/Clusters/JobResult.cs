namespace Pipelines.Clusters;

/// <summary>How a job's run ended.</summary>
/// <param name="Succeeded">Whether it ended with exit code 0.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Failure">Why it failed; null when it succeeded.</param>
public sealed record JobResult(bool Succeeded, DateTimeOffset StartedAt, DateTimeOffset EndedAt, InstanceFailure? Failure);
