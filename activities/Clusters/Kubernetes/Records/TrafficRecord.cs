namespace Pipelines.Activities.Clusters.Kubernetes.Records;

/// <summary>What the driver remembers of an app's traffic.</summary>
/// <param name="ReleaseId">The release that has it.</param>
internal sealed record TrafficRecord(string ReleaseId);
