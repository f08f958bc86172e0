using System.Text.Json.Nodes;
using Pipelines.TestClusters;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes.Manifests;

/// <summary>
/// Asks a real API server what it would make of documents. What other projects define is defined here by the part of their
/// schemas that is used, below a group of this run's own: nobody else on the cluster sees a gateway come and go.
/// </summary>
public sealed class DryRun : IAsyncLifetime
{
    private static readonly string[] s_foreign = ["networking.istio.io", "gateway.networking.k8s.io", "cilium.io"];
    private readonly string _run = Guid.NewGuid().ToString("n")[..8];
    private TestCluster? _cluster;
    private bool _isDefined;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Defines what is foreign, once.</summary>
    public async Task<TestCluster> PrepareAsync(CancellationToken cancellation)
    {
        _cluster = await TestCluster.RequireAsync();
        if (!_isDefined)
        {
            var definitions = Renamed(await File.ReadAllTextAsync(Path.Combine(Sources.Folder, "Data", "definitions.json"), cancellation));
            _isDefined = true;
            await _cluster.KubectlAsync(["apply", "--filename=-"], definitions, cancellation);
            await _cluster.KubectlAsync(["wait", "--for=condition=Established", "--timeout=60s", .. Names(definitions)], cancellation: cancellation);
        }

        return _cluster;
    }

    /// <summary>Has the server say what it would make of documents, all of whose namespaces exist.</summary>
    /// <exception cref="InvalidOperationException">It refuses one; the message has its words.</exception>
    public async Task<string> CheckAsync(IEnumerable<JsonObject> documents, CancellationToken cancellation)
    {
        var cluster = await PrepareAsync(cancellation);
        var list = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = new JsonArray([.. documents.Select(document => document.DeepClone())]) };
        return await cluster.KubectlAsync(
            ["apply", "--server-side", "--dry-run=server", "--field-manager=pipelines-test", "--output=name", "--filename=-"], Renamed(list.ToJsonString()), cancellation);
    }

    /// <summary>Has the server store documents, all of whose namespaces exist.</summary>
    /// <returns>The objects as they are stored, in the same order.</returns>
    public async Task<IReadOnlyList<JsonObject>> StoreAsync(IReadOnlyList<JsonObject> documents, CancellationToken cancellation)
    {
        var cluster = await PrepareAsync(cancellation);
        var stored = new List<JsonObject>();
        foreach (var document in documents)
        {
            var answer = await cluster.KubectlAsync(
                ["apply", "--server-side", "--field-manager=pipelines", "--output=json", "--filename=-"], Renamed(document.ToJsonString()), cancellation);
            stored.Add(JsonNode.Parse(answer)!.AsObject());
        }

        return stored;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDefined && _cluster is not null)
        {
            var definitions = Renamed(await File.ReadAllTextAsync(Path.Combine(Sources.Folder, "Data", "definitions.json")));
            await _cluster.KubectlAsync(["delete", "--ignore-not-found", "--wait=false", .. Names(definitions)]);
        }
    }

    private static IEnumerable<string> Names(string definitions) =>
        JsonNode.Parse(definitions)!["items"]!.AsArray().Select(definition => $"crd/{definition!["metadata"]!["name"]}");

    private string Renamed(string text) => s_foreign.Aggregate(text, (written, group) => written
        .Replace($"\"{group}/", $"\"{group}.{_run}.test/", StringComparison.Ordinal)
        .Replace($"\"{group}\"", $"\"{group}.{_run}.test\"", StringComparison.Ordinal)
        .Replace($".{group}\"", $".{group}.{_run}.test\"", StringComparison.Ordinal));
}
