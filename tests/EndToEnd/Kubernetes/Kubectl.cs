using Pipelines.EndToEnd.Platform;
using Pipelines.TestClusters;

namespace Pipelines.EndToEnd.Kubernetes;

/// <summary>The test cluster as its operator sees it: what does really run?</summary>
internal sealed class Kubectl(string kubeconfig, string registry)
{
    public string Kubeconfig => kubeconfig;

    /// <summary>Gets the host of the registry that the cluster pulls from.</summary>
    public string Registry => registry;

    /// <summary>Finds the cluster, or skips the test where there is none.</summary>
    public static async Task<Kubectl> RequireAsync()
    {
        var cluster = await TestCluster.RequireAsync(ClusterNeeds.Everything);
        return new Kubectl(cluster.Kubeconfig, cluster.Registry);
    }

    /// <summary>The namespace of an app.</summary>
    public static string NamespaceOf(string appId) => $"app-{appId}";

    /// <summary>Runs a command that is expected to succeed.</summary>
    /// <returns>Its output.</returns>
    public string Run(params string[] arguments) => Programs.Run("kubectl", [$"--kubeconfig={kubeconfig}", .. arguments]);

    /// <summary>Lists the names of an app's objects of some types.</summary>
    public IReadOnlyList<string> List(string appId, string types, string selector = "") =>
        Run("get", types, "--namespace", NamespaceOf(appId), "--output=name", "--selector", selector).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Lists the pods of an app that are not ending.</summary>
    public IReadOnlyList<string> Pods(string appId) =>
        Run("get", "pods", "--namespace", NamespaceOf(appId), "--output=go-template={{range .items}}{{if not .metadata.deletionTimestamp}}{{.metadata.name}}{{\"\\n\"}}{{end}}{{end}}")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Tells whether there is a namespace.</summary>
    public bool HasNamespace(string name) => Run("get", "namespace", name, "--ignore-not-found", "--output=name").Length > 0;

    /// <summary>What there is of an app, for the message of a test that fails.</summary>
    public string Tell(string appId) =>
        Run("get", "pods,deployments,replicasets,services,jobs,events", "--namespace", NamespaceOf(appId), "--output=wide", "--ignore-not-found");
}
