using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Records;

/// <summary>What the driver remembers of a job's run, longer than the cluster keeps the Job.</summary>
/// <param name="JobUid">The uid of the Job, which may start once it is remembered.</param>
/// <param name="StartedAt">When the run was asked for.</param>
/// <param name="Result">How it ended; null while it is under way.</param>
/// <param name="Canceled">Whether somebody asked for its end.</param>
internal sealed record JobRecord(string JobUid, DateTimeOffset StartedAt, JobResult? Result, bool Canceled = false);
