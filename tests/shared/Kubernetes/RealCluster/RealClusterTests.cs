using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Pipelines.TestClusters;

namespace Pipelines.Kubernetes.Tests.RealCluster;

public sealed class RealClusterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Applies_gets_patches_lists_and_deletes()
    {
        var cluster = await TestCluster.RequireAsync();
        using var api = Connect(cluster);
        await using var space = await cluster.NewNamespace("client").CreateAsync(Cancellation);

        var applied = await api.ApplyAsync(Manifests.ConfigMapOf(space.Name, "one", ("a", "1")), cancellation: Cancellation);
        ((string?)applied["data"]?["a"]).ShouldBe("1");
        ((string?)applied["metadata"]?["managedFields"]?[0]?["manager"]).ShouldBe(KubernetesApi.FieldManager);

        await api.PatchAsync(Manifests.ConfigMap, space.Name, "one", new JsonObject { ["data"] = new JsonObject { ["b"] = "2" } }, cancellation: Cancellation);
        var read = await api.GetAsync(Manifests.ConfigMap, space.Name, "one", Cancellation);
        ((string?)read?["data"]?["b"]).ShouldBe("2");
        (await api.GetAsync(Manifests.ConfigMap, space.Name, "two", Cancellation)).ShouldBeNull();

        var listed = await api.ListAsync(new ResourceQuery(Manifests.ConfigMap, space.Name, "made-by=client-tests"), Cancellation).ToListAsync(Cancellation);
        listed.Select(item => ((string?)item["kind"], (string?)item["apiVersion"], (string?)item["metadata"]?["name"])).ShouldBe([("ConfigMap", "v1", "one")]);

        (await api.DeleteAsync(Manifests.ConfigMap, space.Name, "one", uid: "00000000-0000-0000-0000-000000000000", cancellation: Cancellation)).ShouldBeFalse();
        (await api.DeleteAsync(Manifests.ConfigMap, space.Name, "one", uid: (string?)read!["metadata"]?["uid"], cancellation: Cancellation)).ShouldBeTrue();
        (await api.DeleteAsync(Manifests.ConfigMap, space.Name, "one", cancellation: Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        var cluster = await TestCluster.RequireAsync();
        using var api = Connect(cluster);
        await using var space = await cluster.NewNamespace("client").CreateAsync(Cancellation);

        await api.ApplyAsync(Manifests.ConfigMapOf(space.Name, "one"), dryRun: true, cancellation: Cancellation);

        (await api.GetAsync(Manifests.ConfigMap, space.Name, "one", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task A_conflict_with_another_manager_names_the_field_and_force_takes_it_over()
    {
        var cluster = await TestCluster.RequireAsync();
        using var api = Connect(cluster);
        await using var space = await cluster.NewNamespace("client").CreateAsync(Cancellation);
        await cluster.KubectlAsync(
            ["apply", "--server-side", "--field-manager=somebody", "-f", "-"],
            Manifests.ConfigMapOf(space.Name, "one", ("a", "theirs")).ToJsonString(),
            Cancellation);

        var ours = Manifests.ConfigMapOf(space.Name, "one", ("a", "ours"));
        var conflict = await Should.ThrowAsync<KubernetesException>(() => api.ApplyAsync(ours, cancellation: Cancellation));
        conflict.StatusCode.ShouldBe(409);
        conflict.Reason.ShouldBe("Conflict");
        conflict.Causes.ShouldContain(cause => cause.Reason == "FieldManagerConflict" && cause.Field == ".data.a" && cause.Message.Contains("somebody"));
        conflict.Message.ShouldContain($"{space.Name}/one");

        var taken = await api.ApplyAsync(ours, force: true, cancellation: Cancellation);
        ((string?)taken["data"]?["a"]).ShouldBe("ours");
    }

    [Fact]
    public async Task Creating_what_exists_is_a_conflict()
    {
        var cluster = await TestCluster.RequireAsync();
        using var api = Connect(cluster);
        await using var space = await cluster.NewNamespace("client").CreateAsync(Cancellation);
        await api.CreateAsync(Manifests.ConfigMapOf(space.Name, "one"), Cancellation);

        var refused = await Should.ThrowAsync<KubernetesException>(() => api.CreateAsync(Manifests.ConfigMapOf(space.Name, "one"), Cancellation));

        (refused.StatusCode, refused.Reason).ShouldBe((409, "AlreadyExists"));
    }

    [Fact]
    public async Task An_invalid_object_is_refused_with_every_field()
    {
        var cluster = await TestCluster.RequireAsync();
        using var api = Connect(cluster);
        await using var space = await cluster.NewNamespace("client").CreateAsync(Cancellation);
        var manifest = Manifests.DeploymentOf(space.Name, "web");
        manifest["spec"]!["replicas"] = -1;
        manifest["spec"]!["template"]!["spec"]!["restartPolicy"] = "Never";

        var refused = await Should.ThrowAsync<KubernetesException>(() => api.ApplyAsync(manifest, cancellation: Cancellation));

        refused.StatusCode.ShouldBe(422);
        refused.Causes.Select(cause => cause.Field).ShouldBe(["spec.replicas", "spec.template.spec.restartPolicy"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_field_that_the_server_does_not_know_is_a_bad_request_that_names_it()
    {
        var cluster = await TestCluster.RequireAsync();
        using var api = Connect(cluster);
        await using var space = await cluster.NewNamespace("client").CreateAsync(Cancellation);
        var manifest = Manifests.DeploymentOf(space.Name, "web");
        manifest["spec"]!["foo"] = 1;

        var refused = await Should.ThrowAsync<KubernetesException>(() => api.ApplyAsync(manifest, cancellation: Cancellation));

        (refused.StatusCode, refused.Reason).ShouldBe((400, "BadRequest"));
        refused.Causes.ShouldBe([new StatusCause("FieldValueInvalid", ".spec.foo", "field not declared in schema")]);
    }

    [Fact]
    public async Task Discovery_tells_what_is_served_and_a_new_kind_is_found_when_it_is_applied()
    {
        var cluster = await TestCluster.RequireAsync();
        using var api = Connect(cluster);

        var catalog = await api.GetCatalogAsync(Cancellation);

        catalog.ServerVersion.ShouldStartWith("v1.");
        catalog.Find("apps", "Deployment", "v1").ShouldBe(Manifests.Deployment);
        catalog.Find(string.Empty, "Namespace").ShouldBe(Manifests.Namespace);
        catalog.Types.ShouldNotContain(type => type.Plural.Contains('/'));
        catalog.Find("autoscaling", "HorizontalPodAutoscaler", "v2", "v2beta2").ShouldNotBeNull();
        (await api.GetCatalogAsync(Cancellation)).ShouldBeSameAs(catalog);

        var unknown = await Should.ThrowAsync<KubernetesException>(() => api.ApplyAsync(
            new JsonObject { ["apiVersion"] = "none.example/v1", ["kind"] = "Thing", ["metadata"] = new JsonObject { ["name"] = "one" } }, cancellation: Cancellation));
        (unknown.StatusCode, unknown.Reason).ShouldBe((404, KubernetesException.UnknownKind));
    }

    [Fact]
    public async Task A_kind_that_is_new_can_be_applied_at_once()
    {
        var cluster = await TestCluster.RequireAsync();
        using var api = Connect(cluster);
        await api.GetCatalogAsync(Cancellation);
        var group = $"client-{Guid.NewGuid():n}.example";
        await cluster.KubectlAsync(["apply", "-f", "-"], Manifests.DefinitionOf(group).ToJsonString(), Cancellation);
        try
        {
            await cluster.KubectlAsync(["wait", "--for=condition=established", $"crd/things.{group}"], cancellation: Cancellation);
            var thing = new JsonObject { ["apiVersion"] = $"{group}/v1", ["kind"] = "Thing", ["metadata"] = new JsonObject { ["name"] = "one" }, ["spec"] = new JsonObject { ["size"] = 3 } };
            ((int?)(await api.ApplyAsync(thing, cancellation: Cancellation))["spec"]?["size"]).ShouldBe(3);
            (await api.GetCatalogAsync(Cancellation)).Find(group, "Thing").ShouldBe(new ResourceType(group, "v1", "Thing", "things", false));
        }
        finally
        {
            await cluster.KubectlAsync(["delete", "crd", $"things.{group}", "--wait=false"], cancellation: CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_watch_tells_what_is_there_and_then_each_change()
    {
        var cluster = await TestCluster.RequireAsync();
        using var api = Connect(cluster);
        await using var space = await cluster.NewNamespace("client").CreateAsync(Cancellation);
        await api.ApplyAsync(Manifests.ConfigMapOf(space.Name, "one", ("a", "1")), cancellation: Cancellation);

        await using var watch = api.WatchAsync(new ResourceQuery(Manifests.ConfigMap, space.Name, "made-by"), Cancellation).GetAsyncEnumerator(Cancellation);
        (await NextAsync(watch)).ShouldBe((ResourceEventType.Reset, null, null));
        (await NextAsync(watch)).ShouldBe((ResourceEventType.Applied, "one", "1"));
        (await NextAsync(watch)).ShouldBe((ResourceEventType.Synced, null, null));

        await api.ApplyAsync(Manifests.ConfigMapOf(space.Name, "one", ("a", "2")), cancellation: Cancellation);
        (await NextAsync(watch)).ShouldBe((ResourceEventType.Applied, "one", "2"));
        await api.ApplyAsync(Manifests.ConfigMapOf(space.Name, "two", ("a", "3")), cancellation: Cancellation);
        (await NextAsync(watch)).ShouldBe((ResourceEventType.Applied, "two", "3"));
        await api.DeleteAsync(Manifests.ConfigMap, space.Name, "one", cancellation: Cancellation);
        (await NextAsync(watch)).ShouldBe((ResourceEventType.Deleted, "one", "2"));
    }

    [Fact]
    public async Task A_list_comes_in_parts_from_the_server()
    {
        var cluster = await TestCluster.RequireAsync();
        await using var space = await cluster.NewNamespace("client").CreateAsync(Cancellation);
        using var api = new KubernetesApi(
            k8s.KubernetesClientConfiguration.BuildConfigFromConfigFile(cluster.Kubeconfig), new KubernetesLimits { ChunkSize = 3 }, TimeProvider.System, NullLogger.Instance);
        string[] names = [.. Enumerable.Range(0, 10).Select(index => $"map-{index}")];
        await Task.WhenAll(names.Select(name => api.ApplyAsync(Manifests.ConfigMapOf(space.Name, name), cancellation: Cancellation)));

        var listed = await api.ListAsync(new ResourceQuery(Manifests.ConfigMap, space.Name, "made-by"), Cancellation).ToListAsync(Cancellation);

        listed.Select(item => (string?)item["metadata"]?["name"]).ShouldBe(names);
    }

    [Fact]
    public async Task A_thousand_watches_are_small()
    {
        const int Count = 1000;
        const int Allowed = 48 * 1024;
        var cluster = await TestCluster.RequireAsync();
        using var api = Connect(cluster);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await api.GetCatalogAsync(Cancellation);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var synced = new CountdownEvent(Count);
        var watches = Enumerable.Range(0, Count).Select(index => WatchAsync($"client-none-{index}")).ToList();
        await Task.Run(() => synced.Wait(Cancellation), Cancellation);
        var used = GC.GetTotalMemory(forceFullCollection: true) - before;

        await stop.CancelAsync();
        await Task.WhenAll(watches);
        TestContext.Current.TestOutputHelper?.WriteLine($"{used / Count} bytes a watch");
        used.ShouldBeLessThan((long)Count * Allowed);

        async Task WatchAsync(string space)
        {
            try
            {
                await foreach (var change in api.WatchAsync(new ResourceQuery(Manifests.Pod, space), stop.Token))
                {
                    if (change.Type == ResourceEventType.Synced)
                    {
                        synced.Signal();
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }
    }

    [Fact]
    public async Task A_containers_output_is_followed_to_its_end()
    {
        var cluster = await TestCluster.RequireAsync(ClusterNeeds.Nodes | ClusterNeeds.Registry);
        using var api = Connect(cluster);
        await using var space = await cluster.NewNamespace("client").CreateAsync(Cancellation);
        await api.ApplyAsync(Manifests.PodOf(space.Name, "talks", cluster.BusyboxImage, "for i in 1 2 3; do echo line $i; sleep 0.2; done; printf 'no end'"), cancellation: Cancellation);
        await RunsAsync(api, space.Name, "talks");

        var lines = await api.ReadLogsAsync(new PodLogQuery(space.Name, "talks", "main", Follow: true), Cancellation).ToListAsync(Cancellation);

        lines.Select(line => line.Text).ShouldBe(["line 1", "line 2", "line 3", "no end"]);
        lines.Select(line => line.Timestamp).ShouldBeInOrder();
        (DateTimeOffset.UtcNow - lines[0].Timestamp).ShouldBeLessThan(TimeSpan.FromMinutes(5));

        var again = await api.ReadLogsAsync(new PodLogQuery(space.Name, "talks", "main", Since: lines[2].Timestamp), Cancellation).ToListAsync(Cancellation);
        again.ShouldBe(lines[2..]);
        (await api.ReadLogsAsync(new PodLogQuery(space.Name, "talks", "main", Tail: 1), Cancellation).ToListAsync(Cancellation)).ShouldBe(lines[3..]);
        var missing = await Should.ThrowAsync<KubernetesException>(async () => await api.ReadLogsAsync(new PodLogQuery(space.Name, "none", "main"), Cancellation).ToListAsync(Cancellation));
        missing.StatusCode.ShouldBe(404);
    }

    private static KubernetesApi Connect(TestCluster cluster) => KubernetesApi.Connect(new KubernetesConnectionOptions { Kubeconfig = cluster.Kubeconfig });

    private static async Task RunsAsync(KubernetesApi api, string space, string name)
    {
        await foreach (var change in api.WatchAsync(new ResourceQuery(Manifests.Pod, space, FieldSelector: $"metadata.name={name}"), Cancellation))
        {
            if ((string?)change.Object?["status"]?["phase"] is "Running" or "Succeeded")
            {
                return;
            }
        }
    }

    private static async Task<(ResourceEventType Type, string? Name, string? Value)> NextAsync(IAsyncEnumerator<ResourceEvent> watch)
    {
        (await watch.MoveNextAsync()).ShouldBeTrue();
        return (watch.Current.Type, (string?)watch.Current.Object?["metadata"]?["name"], (string?)watch.Current.Object?["data"]?["a"]);
    }
}
