using k8s.Loading;

namespace k8s.KubeConfigModels;

/// <summary>A program that yields credentials (kubeconfig, users[].user.exec).</summary>
public class ExternalExecution
{
    /// <summary>Gets or sets the version of the protocol: <c>client.authentication.k8s.io/v1beta1</c> or <c>client.authentication.k8s.io/v1</c>.</summary>
    public string? ApiVersion { get; set; }

    /// <summary>Gets or sets the program: a name on the PATH or a path.</summary>
    public string? Command { get; set; }

    /// <summary>Gets or sets additions to its environment: maps of <c>name</c> and <c>value</c>.</summary>
    public IList<Dictionary<string, string>>? EnvironmentVariables { get; set; }

    /// <summary>Gets or sets its arguments.</summary>
    public IList<string>? Arguments { get; set; }

    /// <summary>Gets or sets what to tell a user who lacks the program.</summary>
    public string? InstallHint { get; set; }

    /// <summary>Gets or sets a value indicating whether the program is told about the cluster.</summary>
    public bool ProvideClusterInfo { get; set; }

    /// <summary>Gets or sets the cluster that the program is told about; null for none.</summary>
    internal ClusterEndpoint? ClusterEndpoint { get; set; }

    /// <summary>Gets or sets where it was read, for messages.</summary>
    internal KubeConfigOrigin? Origin { get; set; }
}
