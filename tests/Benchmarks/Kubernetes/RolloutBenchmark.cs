using System.Text.Json.Nodes;
using Pipelines.Benchmarks.Measurements;
using Pipelines.Clusters;
using Pipelines.TestClusters;

namespace Pipelines.Benchmarks.Kubernetes;

/// <summary>From a release to healthy pods: by the platform's driver, and by kubectl with the same manifests, in turns.</summary>
internal sealed class RolloutBenchmark : IBenchmark
{
    public string Name => "kubernetes-rollout";

    public string Description => "render, apply and healthy for an app with one service, first and again, against kubectl apply --server-side and rollout status of the same manifests";

    public async Task RunAsync(BenchmarkSettings settings, TextWriter output, CancellationToken cancellation)
    {
        var found = await BenchmarkCluster.FindAsync(cancellation);
        if (found is null)
        {
            output.WriteLine("  skipped: there is no test cluster; infra/testcluster/up brings one up");
            return;
        }

        await using var cluster = found;
        using var directory = new TemporaryDirectory(settings.Directory);
        var kubectl = new Kubectl(cluster.Kubeconfig);
        var (ours, oursAgain) = (new RolloutTimes("platform, first"), new RolloutTimes("platform, again"));
        var (theirs, theirsAgain) = (new RolloutTimes("kubectl, first"), new RolloutTimes("kubectl, again"));
        var (requests, sent, received) = (new Samples(), new Samples(), new Samples());
        for (var run = 0; run < settings.Runs; run++)
        {
            var app = $"bench{Guid.NewGuid():N}"[..16];
            var other = $"{app}k";
            var manifests = Path.Combine(directory.Path, "manifests.json");
            try
            {
                await RollOutAsync(ours, cluster, cluster.Release(app, "first"), cancellation);
                await RollOutByKubectlAsync(theirs, kubectl, cluster, cluster.Release(other, "first"), manifests, cancellation);
                await cluster.Driver.RouteAsync(app, "first", cancellation);
                using (var traffic = new ApiTraffic())
                {
                    await RollOutAsync(oursAgain, cluster, cluster.Release(app, "second"), cancellation);
                    await cluster.Driver.RouteAsync(app, "second", cancellation);
                    await cluster.Driver.RetireAsync(app, "first", cancellation);
                    requests.Add(traffic.Requests);
                    sent.Add(traffic.SentKiB);
                    received.Add(traffic.ReceivedKiB);
                }

                await RollOutByKubectlAsync(theirsAgain, kubectl, cluster, cluster.Release(other, "second"), manifests, cancellation);
            }
            finally
            {
                await cluster.Driver.DeleteAppAsync(app, CancellationToken.None);
                await cluster.Driver.DeleteAppAsync(other, CancellationToken.None);
            }
        }

        var table = Table.OfSeconds($"{settings.Runs} runs, seconds");
        foreach (var times in (RolloutTimes[])[ours, theirs, oursAgain, theirsAgain])
        {
            times.AddTo(table);
        }

        table.Write(output);
        output.WriteLine($"  platform to kubectl, medians: first {ours.All.Median / theirs.All.Median:0.00}, again {oursAgain.All.Median / theirsAgain.All.Median:0.00}");
        output.WriteLine($"  a redeploy with switch and retirement, medians: {requests.Median:0} API requests, {sent.Median:0.0} KiB sent, {received.Median:0.0} KiB received");
    }

    private static Task RollOutAsync(RolloutTimes times, BenchmarkCluster cluster, Release release, CancellationToken cancellation) => times.MeasureAsync(
        () => Task.FromResult(Render(cluster, release)),
        () => cluster.Driver.ApplyAsync(release, cancellation),
        () => AwaitHealthAsync(cluster, release, cancellation));

    private static Task RollOutByKubectlAsync(RolloutTimes times, Kubectl kubectl, BenchmarkCluster cluster, Release release, string file, CancellationToken cancellation)
    {
        var documents = Render(cluster, release);
        var deployment = documents.First(document => (string)document["kind"]! == "Deployment")["metadata"]!;
        return times.MeasureAsync(
            () => File.WriteAllTextAsync(file, new JsonObject { ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = new JsonArray([.. documents]) }.ToJsonString(), cancellation),
            () => kubectl.RunAsync(["apply", "--server-side", "--filename", file], null, cancellation),
            () => kubectl.RunAsync(["rollout", "status", $"deployment/{deployment["name"]}", "--namespace", (string)deployment["namespace"]!, "--timeout=120s"], null, cancellation));
    }

    private static List<JsonObject> Render(BenchmarkCluster cluster, Release release) =>
        [.. cluster.Renderer.RenderApp(release.AppId, release.AppName), .. cluster.Renderer.RenderRelease(release)];

    private static async Task AwaitHealthAsync(BenchmarkCluster cluster, Release release, CancellationToken cancellation)
    {
        await foreach (var status in cluster.Driver.WatchReleaseAsync(release.AppId, release.Id, cancellation))
        {
            if (status.State is ReleaseState.Healthy)
            {
                return;
            }

            if (status.State is ReleaseState.Failed or ReleaseState.Absent)
            {
                throw new InvalidOperationException($"the release is {status.State}: {string.Join(", ", status.Components.Select(component => component.Failure?.Message))}");
            }
        }
    }
}
