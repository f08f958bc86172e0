using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

using Xunit;

namespace Pipelines.TestClusters;

/// <summary>
/// The Kubernetes cluster that tests run on: the one KUBECONFIG names, else the one that infra/testcluster/up has
/// brought up on this machine. Found and asked once per process.
/// </summary>
public sealed class TestCluster
{
    /// <summary>Name of the RuntimeClass of gVisor.</summary>
    public const string GVisorRuntimeClass = "gvisor";

    private static readonly Task<Discovery> _found = Task.Run(DiscoverAsync);

    private readonly Kubectl _kubectl;
    private readonly string? _registry;

    private TestCluster(ClusterLocation location, Kubectl kubectl, JsonArray objects)
    {
        Kubeconfig = location.Kubeconfig;
        _registry = location.Registry;
        _kubectl = kubectl;
        HasNodes = objects.Any(IsReadyNode);
        RuntimeClasses = objects.Where(item => (string?)item?["kind"] == "RuntimeClass").Select(item => (string)item!["metadata"]!["name"]!).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Path of the kubeconfig file (or files, as the environment variable KUBECONFIG lists them).</summary>
    public string Kubeconfig { get; }

    /// <summary>Whether there is a registry for tests.</summary>
    [MemberNotNullWhen(true, nameof(_registry))]
    public bool HasRegistry => _registry is not null;

    /// <summary>Host and port of the registry that tests push to and nodes pull from, over plain HTTP on loopback.</summary>
    /// <exception cref="InvalidOperationException">There is none; ask for <see cref="ClusterNeeds.Registry"/>.</exception>
    public string Registry => _registry ?? throw new InvalidOperationException("this cluster has no registry for tests: require ClusterNeeds.Registry");

    /// <summary>Reference of an image with busybox and its links, and sh as its command.</summary>
    public string BusyboxImage => Registry + "/busybox:1";

    /// <summary>Reference of an image that sleeps until it is told to end.</summary>
    public string PauseImage => Registry + "/pause:1";

    /// <summary>Whether there is a ready node.</summary>
    public bool HasNodes { get; }

    /// <summary>Names of the cluster's RuntimeClasses.</summary>
    public IReadOnlySet<string> RuntimeClasses { get; }

    /// <summary>Whether pods can run under gVisor (<see cref="GVisorRuntimeClass"/>).</summary>
    public bool HasGVisor => RuntimeClasses.Contains(GVisorRuntimeClass);

    /// <summary>Finds the cluster, or skips the test and says how to get one.</summary>
    /// <param name="needs">What the test needs of it.</param>
    public static async Task<TestCluster> RequireAsync(ClusterNeeds needs = ClusterNeeds.Api)
    {
        var found = await _found;
        var missing = found.Cluster is { } cluster ? cluster.Missing(needs) : found.Problem;
        if (missing is not null)
        {
            Assert.Skip(missing);
        }

        return found.Cluster!;
    }

    /// <summary>Names a namespace that no one else uses; nothing is made. Disposing of it deletes the namespace if there is one.</summary>
    /// <param name="prefix">What the name begins with; at most 50 lower-case letters, digits and dashes.</param>
    public TestNamespace NewNamespace(string prefix) => new(_kubectl, $"{prefix}-{Guid.NewGuid().ToString("n")[..10]}");

    /// <summary>Takes charge of a namespace that the test has the product make; disposing of it deletes the namespace if there is one.</summary>
    /// <param name="name">Its full name.</param>
    public TestNamespace Namespace(string name) => new(_kubectl, name);

    /// <summary>Runs kubectl against the cluster: an eye of its own upon what the product has done.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads, as with <c>apply -f -</c>.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message has its words.</exception>
    public Task<string> KubectlAsync(IEnumerable<string> arguments, string? input = null, CancellationToken cancellation = default) =>
        _kubectl.RunAsync(arguments, input, cancellation);

    private static async Task<Discovery> DiscoverAsync()
    {
        if (ClusterLocation.Find() is not { } location)
        {
            return new(null, "no Kubernetes cluster: bring one up with infra/testcluster/up, or point KUBECONFIG to one");
        }

        var kubectl = new Kubectl(location.Kubeconfig);
        try
        {
            var answer = await kubectl.RunAsync(["get", "nodes,runtimeclasses", "--output=json", "--request-timeout=10s"], null, CancellationToken.None);
            return new(new(location, kubectl, JsonNode.Parse(answer)!["items"]!.AsArray()), null);
        }
        catch (InvalidOperationException problem)
        {
            return new(null, $"the Kubernetes cluster of {location.Kubeconfig} does not answer: bring one up with infra/testcluster/up. {problem.Message}");
        }
    }

    private static bool IsReadyNode(JsonNode? item) =>
        (string?)item?["kind"] == "Node"
        && item["status"]?["conditions"] is JsonArray conditions
        && conditions.Any(condition => (string?)condition?["type"] == "Ready" && (string?)condition["status"] == "True");

    private string? Missing(ClusterNeeds needs)
    {
        if (needs.HasFlag(ClusterNeeds.Nodes) && !HasNodes)
        {
            return $"the cluster of {Kubeconfig} has no ready node: bring one up with infra/testcluster/up (as root, without --control-plane)";
        }

        if (needs.HasFlag(ClusterNeeds.Registry) && !HasRegistry)
        {
            return $"no registry is known for the cluster of {Kubeconfig}: name one in PIPELINES_TEST_REGISTRY (host:port)";
        }

        return needs.HasFlag(ClusterNeeds.GVisor) && !HasGVisor
            ? $"the cluster of {Kubeconfig} has no RuntimeClass {GVisorRuntimeClass}"
            : null;
    }

    private sealed record Discovery(TestCluster? Cluster, string? Problem);
}
