using Pipelines.Clusters;

namespace Pipelines.Node.Jobs;

/// <summary>What the node keeps of a job's run. The environment holds secrets: it goes when the run has ended.</summary>
internal sealed record JobRecord
{
    public required string AppId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Gets what runs; null once it has ended.</summary>
    public JobRun? Run { get; init; }

    /// <summary>Gets how it ended; null while it runs.</summary>
    public JobResult? Result { get; init; }
}
