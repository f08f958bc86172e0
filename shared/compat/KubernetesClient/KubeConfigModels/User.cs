namespace k8s.KubeConfigModels;

/// <summary>A named user (kubeconfig, users[]).</summary>
public class User
{
    /// <summary>Gets or sets how to prove to be that user.</summary>
    public UserCredentials? UserCredentials { get; set; }

    /// <summary>Gets or sets the name.</summary>
    public string? Name { get; set; }
}
