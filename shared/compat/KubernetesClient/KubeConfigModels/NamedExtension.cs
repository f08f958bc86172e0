namespace k8s.KubeConfigModels;

/// <summary>What others keep in a kubeconfig file.</summary>
public class NamedExtension
{
    /// <summary>Gets or sets its name.</summary>
    public string? Name { get; set; }

    /// <summary>Gets or sets its value: text, a list or a map of them.</summary>
    public object? Extension { get; set; }
}
