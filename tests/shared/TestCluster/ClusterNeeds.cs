namespace Pipelines.TestClusters;

/// <summary>What a test asks of a cluster beyond its API.</summary>
[Flags]
public enum ClusterNeeds
{
    /// <summary>The API and the built-in controllers: objects are stored and reconciled, pods may stay Pending.</summary>
    Api = 0,

    /// <summary>At least one ready node: pods run.</summary>
    Nodes = 1,

    /// <summary>A registry that tests may push to and nodes pull from, with <c>pause:1</c> and <c>busybox:1</c> in it.</summary>
    Registry = 2,

    /// <summary>The RuntimeClass <c>gvisor</c>.</summary>
    GVisor = 4,

    /// <summary>Pods of images that tests push, under gVisor.</summary>
    Everything = Nodes | Registry | GVisor
}
