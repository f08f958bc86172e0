using Pipelines.Kubernetes.Tests.Faults;
using Pipelines.Kubernetes.Tests.RealCluster;

namespace Pipelines.Kubernetes.Tests;

public sealed class ListTests
{
    private static readonly ResourceQuery Query = new(Manifests.ConfigMap, LabelSelector: "a=b,c!=d", FieldSelector: "metadata.name!=x");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_comes_in_parts()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect();
        server.ThenJson(Lists.Part("5", "next/1", "s/a", "s/b")).ThenJson(Lists.Part("5", null, "s/c"));

        var items = await api.ListAsync(Query, Cancellation).ToListAsync(Cancellation);

        items.Select(Lists.Name).ShouldBe(["s/a", "s/b", "s/c"]);
        items.ShouldAllBe(item => (string?)item["kind"] == "ConfigMap" && (string?)item["apiVersion"] == "v1" && item.Parent == null);
        server.Seen[0].Path.ShouldBe("/api/v1/configmaps");
        server.Seen.Select(request => (string?)request.Query["continue"]).ShouldBe([null, "next/1"]);
        server.Seen.ShouldAllBe(request => request.Query["limit"] == "250" && request.Query["labelSelector"] == "a=b,c!=d" && request.Query["fieldSelector"] == "metadata.name!=x");
    }

    [Fact]
    public async Task A_list_that_expired_goes_on_behind_what_was_told()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect();
        server
            .ThenJson(Lists.Part("5", "next", "a/1", "a/2", "b/1"))
            .ThenStatus(410, "Expired", "The provided continue parameter is too old")
            .ThenJson(Lists.Part("9", "again", "a/0", "a/1"))
            .ThenJson(Lists.Part("9", "more", "b/1", "b/2"))
            .ThenJson(Lists.Part("9", null, "c/1"));

        var items = await api.ListAsync(Query, Cancellation).ToListAsync(Cancellation);

        items.Select(Lists.Name).ShouldBe(["a/1", "a/2", "b/1", "b/2", "c/1"]);
    }

    [Fact]
    public async Task A_part_that_is_too_large_is_asked_for_in_smaller_ones()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect(limits: new KubernetesLimits { ChunkSize = 8, MaximumAnswer = 500 });
        server.ThenJson(Lists.Part("5", null, [.. Enumerable.Range(0, 8).Select(index => $"a/{index}")])).ThenJson(Lists.Part("5", "next", "a/0", "a/1")).ThenJson(Lists.Part("5", null, "a/2"));

        var items = await api.ListAsync(Query, Cancellation).ToListAsync(Cancellation);

        items.Select(Lists.Name).ShouldBe(["a/0", "a/1", "a/2"]);
        server.Seen.Select(request => (string?)request.Query["limit"]).ShouldBe(["8", "2", "2"]);
    }

    [Fact]
    public async Task An_object_that_is_too_large_is_an_error()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect(limits: new KubernetesLimits { ChunkSize = 4, MaximumAnswer = 50 });
        server.ThenJson(Lists.Part("5", null, "a/0")).ThenJson(Lists.Part("5", null, "a/0"));

        var failed = await Should.ThrowAsync<KubernetesException>(async () => await api.ListAsync(Query, Cancellation).ToListAsync(Cancellation));

        failed.Reason.ShouldBe(KubernetesException.InvalidAnswer);
    }

    [Fact]
    public async Task A_refusal_ends_the_list()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect();
        server.ThenJson(Lists.Part("5", "next", "a/1")).ThenStatus(403, "Forbidden", "configmaps is forbidden");

        var failed = await Should.ThrowAsync<KubernetesException>(async () => await api.ListAsync(Query, Cancellation).ToListAsync(Cancellation));

        (failed.StatusCode, failed.Message).ShouldBe((403, "list v1 ConfigMap: configmaps is forbidden"));
    }
}
