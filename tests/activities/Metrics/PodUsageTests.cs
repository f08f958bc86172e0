using System.Text.Json.Nodes;
using Moq;
using Pipelines.Activities.Clusters.Kubernetes.Instances;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Tests.Metrics;

public sealed class PodUsageTests
{
    private const string Pod = """
        {"metadata":{"name":"NAME","namespace":"app-1","labels":{"pipelines.dev/app":"1","pipelines.dev/component":"web","pipelines.dev/kind":"KIND","pipelines.dev/release":"r"}},
         "spec":{"containers":[{"name":"app","resources":{"limits":{"cpu":"500m","memory":"64Mi"}}}]},
         "status":{"phase":"PHASE","containerStatuses":[{"name":"app","restartCount":3,"state":{"running":{"startedAt":"2026-11-22T12:00:00Z"}}}]}}
        """;

    private const string Usage = """{"metadata":{"name":"a","namespace":"app-1"},"containers":[{"name":"app","usage":{"cpu":"125000000n","memory":"16384Ki"}}]}""";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Running_pods_tell_restarts_and_the_metrics_server_what_they_use_where_there_is_one(bool isMeasured)
    {
        var metrics = new ResourceType("metrics.k8s.io", "v1beta1", "PodMetrics", "pods", true);
        var api = new Mock<IKubernetesApi>();
        api.Setup(each => each.GetCatalogAsync(It.IsAny<CancellationToken>())).ReturnsAsync(new ApiCatalog("1.31", isMeasured ? [metrics] : []));
        api.Setup(each => each.ListAsync(It.Is<ResourceQuery>(query => query.Type.Group == "metrics.k8s.io" && query.Namespace == null), It.IsAny<CancellationToken>())).Returns(Items(Usage));
        api.Setup(each => each.ListAsync(It.Is<ResourceQuery>(query => query.Type.Kind == "Pod" && query.Namespace == null), It.IsAny<CancellationToken>()))
            .Returns(Items(Of("a", "service", "Running"), Of("b", "worker", "Running"), Of("c", "job", "Running"), Of("d", "service", "Pending")));

        var measured = await new InstanceList(api.Object).MeasureAsync(TestContext.Current.CancellationToken);
        measured.Select(each => each.Name).ShouldBe(["a", "b"]);
        measured.ShouldAllBe(each => each.AppId == "1" && each.Component == "web" && each.Restarts == 3 && each.MemoryLimitBytes == 64 << 20);
        measured[0].CpuPercent.ShouldBe(isMeasured ? 25 : null);
        measured[0].MemoryBytes.ShouldBe(isMeasured ? 16 << 20 : null);
        measured[1].CpuPercent.ShouldBeNull();
    }

    private static string Of(string name, string kind, string phase) =>
        Pod.Replace("NAME", name, StringComparison.Ordinal).Replace("KIND", kind, StringComparison.Ordinal).Replace("PHASE", phase, StringComparison.Ordinal);

    private static IAsyncEnumerable<JsonObject> Items(params string[] items) => items.Select(item => JsonNode.Parse(item)!.AsObject()).ToAsyncEnumerable();
}
