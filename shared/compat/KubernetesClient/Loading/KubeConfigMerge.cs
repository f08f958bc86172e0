using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace k8s.Loading;

/// <summary>
/// Several kubeconfig files as one: what comes first wins
/// (https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files).
/// </summary>
internal static class KubeConfigMerge
{
    /// <summary>Reads the files of a list like that of the environment variable KUBECONFIG.</summary>
    /// <exception cref="KubeConfigException">One of them cannot be read, or there is none.</exception>
    public static K8SConfiguration Load(string files)
    {
        var all = files.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(file => KubernetesClientConfiguration.LoadKubeConfig(file.Trim('"')))
            .ToArray();
        return all.Length == 0 ? throw new KubeConfigException("KUBECONFIG names no file.") : all.Aggregate(Merge);
    }

    private static K8SConfiguration Merge(K8SConfiguration first, K8SConfiguration second) => new()
    {
        ApiVersion = first.ApiVersion ?? second.ApiVersion,
        Kind = first.Kind ?? second.Kind,
        CurrentContext = first.CurrentContext ?? second.CurrentContext,
        FileName = first.FileName,
        Preferences = first.Preferences ?? second.Preferences,
        Clusters = [.. first.Clusters.Concat(second.Clusters).DistinctBy(cluster => cluster.Name)],
        Users = [.. first.Users.Concat(second.Users).DistinctBy(user => user.Name)],
        Contexts = [.. first.Contexts.Concat(second.Contexts).DistinctBy(context => context.Name)],
        Extensions = [.. (first.Extensions ?? []).Concat(second.Extensions ?? []).DistinctBy(extension => extension.Name)],
    };
}
