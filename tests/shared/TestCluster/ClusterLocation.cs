namespace Pipelines.TestClusters;

/// <summary>Where a cluster's kubeconfig lies, and what is said of its registry.</summary>
/// <param name="Kubeconfig">Path of the file, or several with colons between them.</param>
/// <param name="Registry">Host and port; null when none is known.</param>
public sealed record ClusterLocation(string Kubeconfig, string? Registry)
{
    /// <summary>Finds the cluster of KUBECONFIG, else the one that infra/testcluster/up brings up; null when there is neither.</summary>
    public static ClusterLocation? Find()
    {
        var named = Environment.GetEnvironmentVariable("KUBECONFIG");
        if (!string.IsNullOrEmpty(named))
        {
            return At(named);
        }

        // The second is for a cluster that was brought up by other means than the project's scripts.
        string[] places = [Path.Combine(Home(), "clusters", "default", "kubeconfig"), Path.Combine(Home(), "kubeconfig")];
        return places.Where(File.Exists).Select(At).FirstOrDefault();
    }

    private static ClusterLocation At(string kubeconfig)
    {
        var registry = Environment.GetEnvironmentVariable("PIPELINES_TEST_REGISTRY");
        var note = Path.Combine(Path.GetDirectoryName(kubeconfig.Split(Path.PathSeparator)[0]) ?? ".", "registry.host");
        if (string.IsNullOrEmpty(registry) && File.Exists(note))
        {
            registry = File.ReadAllText(note).Trim();
        }

        return new(kubeconfig, string.IsNullOrEmpty(registry) ? null : registry);
    }

    private static string Home()
    {
        if (Environment.GetEnvironmentVariable("PIPELINES_TESTCLUSTER_HOME") is { Length: > 0 } home)
        {
            return home;
        }

        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } directory
            ? directory
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(cache, "pipelines", "testcluster");
    }
}
