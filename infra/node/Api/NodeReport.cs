using Pipelines.Clusters.Local;
using Pipelines.Node.Networks;
using Pipelines.Node.Releases;
using Pipelines.Node.Runtimes;

namespace Pipelines.Node.Api;

/// <summary>What the node says of itself.</summary>
internal sealed class NodeReport(NodeRuntime runtime, EgressGateways egress, NodeCluster cluster)
{
    /// <summary>Gets or sets the ingress' base URL as bound.</summary>
    public Uri IngressUrl { get; set; } = new("http://127.0.0.1");

    public NodeStatus Status() => new(
        runtime.Instances.Name,
        runtime.Rejected,
        IngressUrl,
        egress.Status,
        cluster.Apps.SelectMany(app => app.Releases).SelectMany(release => release.Instances).Count(instance => instance.Running),
        Environment.ProcessId);
}
