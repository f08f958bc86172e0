namespace Pipelines.Activities.Clusters;

/// <summary>Where apps run: the choice of <c>Pipelines:Cluster</c>.</summary>
public enum ClusterKind
{
    /// <summary>On this machine, by the platform's own node.</summary>
    Local,

    /// <summary>On a Kubernetes cluster.</summary>
    Kubernetes,
}
