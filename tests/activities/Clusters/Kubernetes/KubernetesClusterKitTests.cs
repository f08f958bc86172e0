namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

/// <summary>The driver of Kubernetes on a real cluster, with real pods under gVisor.</summary>
public sealed class KubernetesClusterKitTests : ClusterKit
{
    private protected override async Task<ClusterUnderTest> StartAsync() => await AppOnCluster.StartAsync();
}
