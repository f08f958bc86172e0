using System.Text.Json.Nodes;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Observation;

/// <summary>What a cluster holds of a release at one moment.</summary>
internal sealed record ReleaseSnapshot
{
    /// <summary>Gets what is to run.</summary>
    public required Release Release { get; init; }

    /// <summary>Gets a value indicating whether the app's traffic goes to it.</summary>
    public bool Routed { get; init; }

    /// <summary>Gets a value indicating whether it is being stopped.</summary>
    public bool Retiring { get; init; }

    /// <summary>Gets the Deployments of the release.</summary>
    public IReadOnlyCollection<JsonObject> Deployments { get; init; } = [];

    /// <summary>Gets the pods of the release.</summary>
    public IReadOnlyCollection<JsonObject> Pods { get; init; } = [];

    /// <summary>Gets the warnings (Events) of the app's namespace.</summary>
    public IReadOnlyCollection<JsonObject> Warnings { get; init; } = [];

    /// <summary>Gets the state of what does not run in the cluster, as static sites: where it is served.</summary>
    public IReadOnlyDictionary<string, ComponentStatus> Elsewhere { get; init; } = new Dictionary<string, ComponentStatus>();
}
