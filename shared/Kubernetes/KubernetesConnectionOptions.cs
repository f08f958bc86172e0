using Microsoft.Extensions.Configuration;

namespace Pipelines.Kubernetes;

/// <summary>Which cluster to connect to (section <c>Pipelines:Kubernetes</c>).</summary>
public sealed record KubernetesConnectionOptions
{
    /// <summary>
    /// Gets the kubeconfig file, or several separated by colons, of which the first that says something wins. Null for the
    /// service account of the pod that the platform runs in, else the environment variable KUBECONFIG, else <c>~/.kube/config</c>.
    /// </summary>
    public string? Kubeconfig { get; init; }

    /// <summary>Gets the context of the kubeconfig; null for its current one.</summary>
    public string? Context { get; init; }

    /// <summary>Reads the section.</summary>
    /// <param name="configuration">The whole configuration.</param>
    public static KubernetesConnectionOptions From(IConfiguration configuration)
    {
        var section = configuration.GetSection("Pipelines:Kubernetes");
        return new KubernetesConnectionOptions { Kubeconfig = NotEmpty(section["Kubeconfig"]), Context = NotEmpty(section["Context"]) };
    }

    private static string? NotEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
