namespace k8s.KubeConfigModels;

/// <summary>A legacy in-tree authentication provider (kubeconfig, users[].user.auth-provider).</summary>
public class AuthProvider
{
    /// <summary>Gets or sets its name.</summary>
    public string? Name { get; set; }

    /// <summary>Gets or sets its settings.</summary>
    public Dictionary<string, string>? Config { get; set; }
}
