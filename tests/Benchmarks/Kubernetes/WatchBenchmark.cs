using System.Text.Json.Nodes;
using Pipelines.Benchmarks.Measurements;
using Pipelines.Kubernetes;

namespace Pipelines.Benchmarks.Kubernetes;

/// <summary>What it costs to watch the apps of a large cluster: a namespace with a Deployment each, told by one watch.</summary>
internal sealed class WatchBenchmark : IBenchmark
{
    private const int Namespaces = 1000;
    private const int AtOnce = 16;
    private const string Label = "pipelines-benchmark";
    private const double MiB = 1 << 20;

    public string Name => "kubernetes-watch";

    public string Description => $"memory while watching {Namespaces} namespaces with a Deployment each";

    public async Task RunAsync(BenchmarkSettings settings, TextWriter output, CancellationToken cancellation)
    {
        var found = await BenchmarkCluster.FindAsync(cancellation);
        if (found is null)
        {
            output.WriteLine("  skipped: there is no test cluster; infra/testcluster/up brings one up");
            return;
        }

        await using var cluster = found;
        var catalog = await cluster.Api.GetCatalogAsync(cancellation);
        var (space, deployment) = (catalog.Find("", "Namespace", "v1")!, catalog.Find("apps", "Deployment", "v1")!);
        var names = Enumerable.Range(0, Namespaces).Select(number => $"bench-watch-{number}").ToList();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        try
        {
            await Parallel.ForEachAsync(names, parallel, async (name, token) => await MakeAsync(cluster.Api, name, token));
            var before = (Heap: GC.GetTotalMemory(forceFullCollection: true) / MiB, Process: ProcessMemory.Of(Environment.ProcessId));
            await using var events = cluster.Api.WatchAsync(new ResourceQuery(deployment, LabelSelector: Label), cancellation).GetAsyncEnumerator(cancellation);
            var told = 0;
            while (await events.MoveNextAsync() && events.Current.Type != ResourceEventType.Synced)
            {
                told += events.Current.Type == ResourceEventType.Applied ? 1 : 0;
            }

            var after = (Heap: GC.GetTotalMemory(forceFullCollection: true) / MiB, Process: ProcessMemory.Of(Environment.ProcessId));
            output.WriteLine($"  {told} Deployments told; managed heap {before.Heap:0.0} MiB before, {after.Heap:0.0} MiB while watching; resident {before.Process.ResidentMiB:0} and {after.Process.ResidentMiB:0} MiB");
        }
        finally
        {
            await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (name, token) => await cluster.Api.DeleteAsync(space, null, name, cancellation: token));
        }
    }

    private static async Task MakeAsync(IKubernetesApi api, string name, CancellationToken cancellation)
    {
        _ = await api.ApplyAsync(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } }, cancellation: cancellation);
        _ = await api.ApplyAsync(
            JsonNode.Parse($$"""
                {
                  "apiVersion": "apps/v1", "kind": "Deployment",
                  "metadata": { "name": "web", "namespace": "{{name}}", "labels": { "{{Label}}": "" } },
                  "spec": {
                    "replicas": 0,
                    "selector": { "matchLabels": { "app": "web" } },
                    "template": { "metadata": { "labels": { "app": "web" } }, "spec": { "containers": [{ "name": "web", "image": "pause" }] } }
                  }
                }
                """)!.AsObject(),
            cancellation: cancellation);
    }
}
