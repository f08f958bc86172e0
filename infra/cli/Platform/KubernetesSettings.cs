namespace Pipelines.Cli.Platform;

/// <summary>The Kubernetes cluster that apps run on.</summary>
/// <param name="Kubeconfig">The kubeconfig file.</param>
/// <param name="Context">Its context; null for the current one.</param>
/// <param name="Registry">The registry that the platform pushes to and the cluster's nodes pull from; null for the one of the environment.</param>
internal sealed record KubernetesSettings(string Kubeconfig, string? Context, string? Registry)
{
    private const string RegistryKey = "Pipelines__Registry__Host";

    /// <summary>Checks what a person has chosen.</summary>
    /// <returns>Null when no cluster is chosen.</returns>
    /// <exception cref="CliException">The choice cannot work.</exception>
    public static KubernetesSettings? From(string? kubeconfig, string? context, string? registry)
    {
        if (kubeconfig is null)
        {
            return context is null && registry is null ? null : throw new CliException("--context and --registry belong to a cluster: name its --kubeconfig too");
        }

        var path = Path.GetFullPath(kubeconfig);
        if (!File.Exists(path))
        {
            throw new CliException($"there is no kubeconfig {path}");
        }

        return registry is not null || Environment.GetEnvironmentVariable(RegistryKey) is { Length: > 0 }
            ? new KubernetesSettings(path, context, registry)
            : throw new CliException("the nodes of a cluster pull images from a registry: name it by --registry host:port; the platform must be able to push there");
    }

    /// <summary>Says it to the control plane.</summary>
    public void AddTo(IDictionary<string, string?> environment)
    {
        environment["Pipelines__Cluster"] = "Kubernetes";
        environment["Pipelines__Kubernetes__Kubeconfig"] = Kubeconfig;
        if (Context is not null)
        {
            environment["Pipelines__Kubernetes__Context"] = Context;
        }

        if (Registry is not null)
        {
            environment[RegistryKey] = Registry;
        }
    }
}
