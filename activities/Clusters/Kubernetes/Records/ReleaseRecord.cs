using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Records;

/// <summary>What the driver remembers of a release.</summary>
/// <param name="Release">The release.</param>
/// <param name="Retiring">Whether it is being stopped.</param>
internal sealed record ReleaseRecord(Release Release, bool Retiring = false);
