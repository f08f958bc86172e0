namespace k8s.KubeConfigModels;

/// <summary>Which user of which cluster, and in which namespace (kubeconfig, contexts[].context).</summary>
public class ContextDetails
{
    /// <summary>Gets or sets the cluster's name.</summary>
    public string? Cluster { get; set; }

    /// <summary>Gets or sets the user's name.</summary>
    public string? User { get; set; }

    /// <summary>Gets or sets the namespace meant when none is named.</summary>
    public string? Namespace { get; set; }

    /// <summary>Gets or sets what others keep here.</summary>
    public IEnumerable<NamedExtension>? Extensions { get; set; }
}
