using k8s;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace Pipelines.Kubernetes.Connections;

/// <summary>Kubeconfig files, one or several of which the first that says something wins.</summary>
internal static class KubeconfigFiles
{
    /// <summary>Reads them. Of several, those that do not exist are passed over, as kubectl does.</summary>
    /// <exception cref="KubeConfigException">One cannot be used, or none exists.</exception>
    public static K8SConfiguration Load(string paths)
    {
        var files = paths.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Expand).ToArray();
        var present = files.Length > 1 ? files.Where(File.Exists).ToArray() : files;
        return present.Length == 0
            ? throw new KubeConfigException($"None of the kubeconfig files exists: {paths}")
            : present.Select(LoadOne).Aggregate(Merge);
    }

    // Configuration files have no shell that would do it.
    private static string Expand(string path) =>
        path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..]) : path;

    private static K8SConfiguration LoadOne(string path)
    {
        var configuration = KubernetesClientConfiguration.LoadKubeConfig(path);
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;

        // Before files are merged, each path is resolved against the file that has it.
        foreach (var endpoint in configuration.Clusters.Select(cluster => cluster.ClusterEndpoint).OfType<ClusterEndpoint>())
        {
            endpoint.CertificateAuthority = Resolve(directory, endpoint.CertificateAuthority);
        }

        foreach (var credentials in configuration.Users.Select(user => user.UserCredentials).OfType<UserCredentials>())
        {
            credentials.ClientCertificate = Resolve(directory, credentials.ClientCertificate);
            credentials.ClientKey = Resolve(directory, credentials.ClientKey);
        }

        return configuration;
    }

    private static string? Resolve(string directory, string? path) => string.IsNullOrEmpty(path) ? path : Path.Combine(directory, path);

    // Whoever looks up a name takes the first.
    private static K8SConfiguration Merge(K8SConfiguration first, K8SConfiguration second)
    {
        first.CurrentContext ??= second.CurrentContext;
        first.Clusters = [.. first.Clusters, .. second.Clusters];
        first.Users = [.. first.Users, .. second.Users];
        first.Contexts = [.. first.Contexts, .. second.Contexts];
        return first;
    }
}
