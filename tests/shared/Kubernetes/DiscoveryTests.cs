using System.Text.Json.Nodes;
using Pipelines.Kubernetes.Tests.Faults;
using Pipelines.Kubernetes.Tests.RealCluster;

namespace Pipelines.Kubernetes.Tests;

public sealed class DiscoveryTests
{
    private const string Groups = """
        {"kind":"APIGroupList","groups":[
          {"name":"things.example","versions":[{"version":"v1beta1"},{"version":"v1"}],"preferredVersion":{"version":"v1"}},
          {"name":"metrics.k8s.io","versions":[{"version":"v1beta1"}],"preferredVersion":{"version":"v1beta1"}}]}
        """;

    private const string Things = """{"resources":[{"name":"things","kind":"Thing","namespaced":false},{"name":"things/status","kind":"Thing","namespaced":false}]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_API_service_that_is_down_hides_only_its_own_types_and_is_asked_again_soon()
    {
        await using var server = await FaultServer.StartAsync();
        var time = new ImpatientTimeProvider();
        using var api = server.Connect(time);
        server.Serve("/apis", Groups);
        server.Serve("/apis/things.example/v1", Things);
        server.Serve("/apis/things.example/v1beta1", Things);
        server.Fail("/apis/metrics.k8s.io/v1beta1", 503);

        var catalog = await api.GetCatalogAsync(Cancellation);
        catalog.ServerVersion.ShouldBe("v1.99.0");
        catalog.Find("things.example", "Thing").ShouldBe(new ResourceType("things.example", "v1", "Thing", "things", false));
        catalog.Find("things.example", "Thing", "v2", "v1beta1").ShouldBe(new ResourceType("things.example", "v1beta1", "Thing", "things", false));
        catalog.Types.ShouldNotContain(type => type.Group == "metrics.k8s.io");

        server.Serve("/apis/metrics.k8s.io/v1beta1", """{"resources":[{"name":"pods","kind":"PodMetrics","namespaced":true}]}""");
        (await api.GetCatalogAsync(Cancellation)).ShouldBeSameAs(catalog);
        time.Advance(TimeSpan.FromSeconds(31));
        (await api.GetCatalogAsync(Cancellation)).Find("metrics.k8s.io", "PodMetrics").ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_served_is_remembered_for_minutes_and_asked_again_for_a_new_kind()
    {
        await using var server = await FaultServer.StartAsync();
        var time = new ImpatientTimeProvider();
        using var api = server.Connect(time);
        var catalog = await api.GetCatalogAsync(Cancellation);
        server.Serve("/apis", Groups.Replace("metrics.k8s.io", "others.example", StringComparison.Ordinal));
        server.Serve("/apis/things.example/v1", Things);
        server.Serve("/apis/things.example/v1beta1", Things);
        server.Serve("/apis/others.example/v1beta1", """{"resources":[]}""");
        (await api.GetCatalogAsync(Cancellation)).ShouldBeSameAs(catalog);
        var thing = new JsonObject { ["apiVersion"] = "things.example/v1", ["kind"] = "Thing", ["metadata"] = new JsonObject { ["name"] = "one" } };
        time.Advance(TimeSpan.FromMilliseconds(1));

        server.ThenJson("""{"kind":"Thing"}""");
        await api.ApplyAsync(thing, cancellation: Cancellation);
        server.Seen[^1].Path.ShouldBe("/apis/things.example/v1/things/one");

        var later = await api.GetCatalogAsync(Cancellation);
        time.Advance(TimeSpan.FromMinutes(5));
        (await api.GetCatalogAsync(Cancellation)).ShouldNotBeSameAs(later);
    }

    [Fact]
    public async Task A_core_that_does_not_answer_is_an_error()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect();
        server.Fail("/api/v1", 403);

        (await Should.ThrowAsync<KubernetesException>(() => api.ApplyAsync(Manifests.ConfigMapOf("s", "one"), cancellation: Cancellation))).StatusCode.ShouldBe(403);
    }
}
