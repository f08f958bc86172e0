using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Pipelines.Kubernetes.Tests.Faults;
using Pipelines.Kubernetes.Tests.RealCluster;

namespace Pipelines.Kubernetes.Tests;

public sealed class MetricsTests
{
    [Fact]
    public async Task Requests_and_bytes_are_counted()
    {
        var counted = new ConcurrentQueue<(string Name, long Value, string Tags)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == KubernetesMetrics.MeterName)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            counted.Enqueue((instrument.Name, value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")))));
        listener.Start();
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect();
        var answer = "{\"kind\":\"ConfigMap\",\"data\":{\"x\":\"" + new string('y', 12_345) + "\"}}";
        server.ThenStatus(429, "TooManyRequests", "busy").ThenJson(answer);
        var patch = new System.Text.Json.Nodes.JsonObject { ["data"] = new System.Text.Json.Nodes.JsonObject { ["x"] = new string('z', 4_321) } };

        await api.PatchAsync(Manifests.ConfigMap, "s", "one", patch, cancellation: TestContext.Current.CancellationToken);

        // Other tests count at the same time: these sizes and statuses are ours.
        counted.ShouldContain(item => item.Name == KubernetesMetrics.RequestsName && item.Tags == "method=PATCH status=429");
        counted.ShouldContain(item => item.Name == KubernetesMetrics.RequestsName && item.Tags == "method=PATCH status=200");
        counted.Count(item => item.Name == KubernetesMetrics.SentName && item.Value == patch.ToJsonString().Length).ShouldBe(2);
        counted.Where(item => item.Name == KubernetesMetrics.ReceivedName).Sum(item => item.Value).ShouldBeGreaterThanOrEqualTo(answer.Length);
    }
}
