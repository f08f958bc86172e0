using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Kubernetes;

/// <summary>A platform whose apps run on the test cluster, for all tests that do not need one of their own.</summary>
public sealed class SharedKubernetesPlatform : SharedPlatform
{
    private protected override async Task<PlatformSetup> SetupAsync() => new() { Cluster = await ClusterView.RequireAsync() };
}
