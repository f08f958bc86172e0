using System.Diagnostics;
using System.Text.Json.Nodes;
using Pipelines.Activities.Clusters.Kubernetes;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.AppSpecs;
using Pipelines.Benchmarks.Measurements;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Benchmarks.Manifests;

/// <summary>Everything of an app of one service and of one of twenty, rendered and written as the bytes that are sent.</summary>
internal sealed class ManifestBenchmark : IBenchmark
{
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(1);

    public string Name => "manifests";

    public string Description => "Kubernetes manifests rendered per second, on one thread, with Istio at the edge";

    public Task RunAsync(BenchmarkSettings settings, TextWriter output, CancellationToken cancellation)
    {
        var table = new Table($"{settings.Runs} runs", "manifests each", "bytes each", "min/s", "median/s", "max/s");
        foreach (var services in new[] { 1, 20 })
        {
            var renderer = Renderer();
            var release = Release(services);
            var (count, bytes) = Render(renderer, release);
            var perSecond = new Samples();
            _ = Measure(renderer, release);
            for (var run = 0; run < settings.Runs; run++)
            {
                cancellation.ThrowIfCancellationRequested();
                perSecond.Add(Measure(renderer, release) * count);
            }

            table.Add($"app of {services}", $"{count}", $"{bytes}", $"{perSecond.Min:0}", $"{perSecond.Median:0}", $"{perSecond.Max:0}");
        }

        table.Write(output);
        return Task.CompletedTask;
    }

    /// <summary>Apps per second.</summary>
    private static double Measure(ManifestRenderer renderer, Release release)
    {
        var started = Stopwatch.GetTimestamp();
        var rounds = 0;
        while (Stopwatch.GetElapsedTime(started) < s_round)
        {
            _ = Render(renderer, release);
            rounds++;
        }

        return rounds / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static (int Count, int Bytes) Render(ManifestRenderer renderer, Release release)
    {
        IReadOnlyList<JsonObject> documents =
        [
            .. renderer.RenderApp(release.AppId, release.AppName),
            .. renderer.RenderRelease(release),
            .. renderer.RenderServices(release),
            .. renderer.RenderRoutes(release).Documents,
        ];
        return (documents.Count, documents.Sum(document => document.ToJsonString().Length));
    }

    private static ManifestRenderer Renderer()
    {
        var options = new KubernetesOptions { ImageRegistry = "registry.example.com", Domain = "apps.example.com" };
        ResourceType[] types =
        [
            new("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", true),
            new("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true),
            new("networking.istio.io", "v1", "Gateway", "gateways", true),
            new("networking.istio.io", "v1", "VirtualService", "virtualservices", true),
            new("networking.istio.io", "v1", "DestinationRule", "destinationrules", true),
        ];
        return new ManifestRenderer(ClusterProfile.From(new ApiCatalog("v1.34.0", types), options), options);
    }

    private static Release Release(int services)
    {
        List<ReleaseComponent> components = [.. Enumerable.Range(0, services).Select(Service)];
        return new Release
        {
            Id = "0199a0a0-0000-7000-8000-000000000002",
            AppId = "0199a0a0-0000-7000-8000-000000000001",
            AppName = "shop",
            Components = components,
            Rules = [.. components.Select((component, index) => new IngressRule
            {
                Match = new IngressMatch { Path = new StringMatch { Prefix = index == 0 ? "/" : $"/{component.Name}" } },
                Component = new ComponentRoute { Name = component.Name },
            })],
            Domains = ["shop.example.com"],
        };
    }

    private static ReleaseComponent Service(int index) => new()
    {
        Name = $"service-{index}",
        Kind = ComponentKind.Service,
        Image = $"apps/shop/service-{index}@sha256:97375646b1deb3d2d5c406cd15750035f52a38beb24211ed2dd66e8824bf15f9",
        RunCommand = "node server.js",
        HttpPort = 8080,
        InstanceCount = 2,
        Readiness = new HealthProbe("/healthz", 8080, 0, 10, 1, 1, 9),
        Environment = Enumerable.Range(0, 20).ToDictionary(variable => $"VARIABLE_{variable}", variable => $"value {variable} of {index}"),
    };
}
