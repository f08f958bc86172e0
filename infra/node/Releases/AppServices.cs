using Pipelines.Node.Images;
using Pipelines.Node.Instances;
using Pipelines.Node.Logs;
using Pipelines.Node.Networks;
using Pipelines.Node.Runtimes;
using Pipelines.Node.Sites;
using Pipelines.Node.State;

namespace Pipelines.Node.Releases;

/// <summary>What every app works with.</summary>
internal sealed record AppServices(
    NodePaths Paths,
    NodeNames Names,
    NodeRuntime Runtime,
    InstanceServices Instances,
    ImageSweeper Images,
    InstanceConnector Connector,
    NamespaceThread Namespaces,
    EgressGateways Egress,
    SiteStore Sites,
    LogStore Logs,
    ILogger<NodeApp> Logger);
