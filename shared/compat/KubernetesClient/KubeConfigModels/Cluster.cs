namespace k8s.KubeConfigModels;

/// <summary>A named cluster (kubeconfig, clusters[]).</summary>
public class Cluster
{
    /// <summary>Gets or sets where and how to reach it.</summary>
    public ClusterEndpoint? ClusterEndpoint { get; set; }

    /// <summary>Gets or sets its name.</summary>
    public string? Name { get; set; }
}
