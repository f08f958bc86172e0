namespace k8s.KubeConfigModels;

/// <summary>A kubeconfig file.</summary>
public class K8SConfiguration
{
    /// <summary>Gets or sets preferences of command line tools.</summary>
    public IDictionary<string, object>? Preferences { get; set; }

    /// <summary>Gets or sets the version of the format, <c>v1</c>.</summary>
    public string? ApiVersion { get; set; }

    /// <summary>Gets or sets the kind, <c>Config</c>.</summary>
    public string? Kind { get; set; }

    /// <summary>Gets or sets the name of the context to use by default.</summary>
    public string? CurrentContext { get; set; }

    /// <summary>Gets or sets the contexts.</summary>
    public IEnumerable<Context> Contexts { get; set; } = [];

    /// <summary>Gets or sets the clusters.</summary>
    public IEnumerable<Cluster> Clusters { get; set; } = [];

    /// <summary>Gets or sets the users.</summary>
    public IEnumerable<User> Users { get; set; } = [];

    /// <summary>Gets or sets what others keep here.</summary>
    public IEnumerable<NamedExtension>? Extensions { get; set; }

    /// <summary>Gets or sets the file that it was read from and that relative paths start at; null for the working directory.</summary>
    public string? FileName { get; set; }
}
