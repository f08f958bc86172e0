using System.Net;
using Pipelines.Activities.Tests.Clusters;
using Pipelines.Clusters;

namespace Pipelines.Node.Tests.Cluster;

/// <summary>An app of a test on a node of its own.</summary>
internal sealed class AppOnNode : ClusterUnderTest
{
    private readonly TestNode node;

    private AppOnNode(TestNode node) => this.node = node;

    public override ICluster Driver => node.Cluster;

    public override string Id => "kit";

    protected override string Busybox => node.Service().Image!;

    public static async Task<AppOnNode> StartAsync() => new(await TestNode.StartAsync());

    public override async Task<string?> AskAsync()
    {
        using var answer = await node.SendAsync(Id, "/");
        return answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken) : null;
    }

    public override async ValueTask DisposeAsync()
    {
        await Driver.DeleteAppAsync(Id);
        await node.DisposeAsync();
    }
}
