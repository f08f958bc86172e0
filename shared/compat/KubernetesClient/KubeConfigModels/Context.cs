namespace k8s.KubeConfigModels;

/// <summary>A named context (kubeconfig, contexts[]).</summary>
public class Context
{
    /// <summary>Gets or sets the context itself.</summary>
    public ContextDetails? ContextDetails { get; set; }

    /// <summary>Gets or sets its name.</summary>
    public string? Name { get; set; }

    /// <summary>Gets or sets what others keep here.</summary>
    public IEnumerable<NamedExtension>? Extensions { get; set; }

    /// <summary>Gets or sets a namespace that no file sets: see <see cref="ContextDetails.Namespace"/>.</summary>
    [Obsolete("Not set from files: use ContextDetails.Namespace.")]
    public string? Namespace { get; set; }
}
