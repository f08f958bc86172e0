using Pipelines.TestClusters;

namespace Pipelines.EndToEnd.Kubernetes;

/// <summary>The test cluster as its operator sees it: what does really run?</summary>
internal sealed class ClusterView(TestCluster cluster)
{
    public string Kubeconfig => cluster.Kubeconfig;

    /// <summary>Gets the host of the registry that the cluster pulls from.</summary>
    public string Registry => cluster.Registry;

    /// <summary>Finds the cluster, or skips the test where there is none.</summary>
    public static async Task<ClusterView> RequireAsync() => new(await TestCluster.RequireAsync(ClusterNeeds.Everything));

    /// <summary>The namespace of an app.</summary>
    public static string NamespaceOf(string appId) => $"app-{appId}";

    /// <summary>Runs kubectl, which is expected to succeed.</summary>
    /// <returns>Its output.</returns>
    public Task<string> RunAsync(params string[] arguments) => cluster.KubectlAsync(arguments);

    /// <summary>Lists the names of an app's objects of some types.</summary>
    public Task<IReadOnlyList<string>> ListAsync(string appId, string types) => LinesAsync("get", types, "--namespace", NamespaceOf(appId), "--output=name");

    /// <summary>Lists the pods of a namespace that are not ending.</summary>
    public Task<IReadOnlyList<string>> PodsAsync(string name) => LinesAsync(
        "get", "pods", "--namespace", name, "--output=go-template={{range .items}}{{if not .metadata.deletionTimestamp}}{{.metadata.name}}{{\"\\n\"}}{{end}}{{end}}");

    /// <summary>Tells whether there is a namespace.</summary>
    public async Task<bool> HasNamespaceAsync(string name) => (await RunAsync("get", "namespace", name, "--ignore-not-found", "--output=name")).Length > 0;

    /// <summary>What there is in a namespace, for the message of a test that fails.</summary>
    public Task<string> TellAsync(string name) =>
        RunAsync("get", "pods,deployments,replicasets,services,jobs,events", "--namespace", name, "--output=wide", "--ignore-not-found");

    private async Task<IReadOnlyList<string>> LinesAsync(params string[] arguments) =>
        (await RunAsync(arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
