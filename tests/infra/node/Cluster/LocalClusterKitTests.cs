using Pipelines.Activities.Tests.Clusters;

namespace Pipelines.Node.Tests.Cluster;

/// <summary>The driver of this machine with a real node.</summary>
public sealed class LocalClusterKitTests : ClusterKit
{
    private protected override async Task<ClusterUnderTest> StartAsync() => await AppOnNode.StartAsync();
}
