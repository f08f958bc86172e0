using Pipelines.Clusters;

namespace Pipelines.Node.Destinations;

/// <summary>Something that answers a component's requests: an instance on this node, or an address elsewhere.</summary>
internal interface IDestination
{
    /// <summary>Gets the component it answers for.</summary>
    ReleaseComponent Component { get; }

    /// <summary>Gets the requests inside it.</summary>
    RequestGate Gate { get; }
}
