using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Activities.Clusters.Local;
using Pipelines.Clusters;
using Pipelines.Clusters.Local;

namespace Pipelines.Activities.Tests.Clusters.Local;

public sealed class LocalClusterTests
{
    private static readonly ReleaseStatus Starting = new("app", "r1", ReleaseState.Starting, false, []);
    private static readonly ReleaseStatus Healthy = new("app", "r1", ReleaseState.Healthy, false, []);
    private static readonly ReleaseStatus Absent = new("app", "r1", ReleaseState.Absent, false, []);

    [Fact]
    public async Task A_call_waits_for_a_node_that_is_not_there_yet()
    {
        await using var node = new FakeNode();
        var call = node.Cluster.RouteAsync("app", "r1");
        RouteRequest? seen = null;
        await node.StartAsync(app => app.MapPost("/apps/{app}/route", (RouteRequest request) =>
        {
            seen = request;
            return Results.NoContent();
        }));
        await call.WaitAsync(TimeSpan.FromSeconds(60));
        seen.ShouldBe(new RouteRequest("r1"));
    }

    [Fact]
    public async Task A_watch_goes_on_at_the_next_node_and_repeats_nothing()
    {
        await using var node = new FakeNode();
        await node.StartAsync(app => MapWatch(app, Starting));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var seen = new List<ReleaseState>();
        await foreach (var status in node.Cluster.WatchReleaseAsync("app", "r1", limit.Token))
        {
            seen.Add(status.State);
            if (status.State == ReleaseState.Starting)
            {
                await node.StopAsync();
                await node.StartAsync(app => MapWatch(app, Starting, Healthy, Absent));
            }
        }

        seen.ShouldBe([ReleaseState.Starting, ReleaseState.Healthy, ReleaseState.Absent]);
    }

    [Fact]
    public async Task A_refusal_carries_its_reason()
    {
        await using var node = new FakeNode();
        var failure = new InstanceFailure(InstanceFailureReason.ResourceExhausted, null, "full", []);
        await node.StartAsync(app => app.MapDelete("/apps/{app}/releases/{release}", () => Results.Json(failure, LocalNodeProtocol.Json, statusCode: 422)));
        var refused = await Should.ThrowAsync<ClusterException>(() => node.Cluster.RetireAsync("app", "r1"));
        refused.Failure.Reason.ShouldBe(InstanceFailureReason.ResourceExhausted);
        refused.Message.ShouldBe("full");
    }

    [Fact]
    public async Task A_shutdown_of_no_node_is_no_error()
    {
        await using var node = new FakeNode();
        await node.Cluster.ShutdownAsync(stopInstances: true);
        node.Cluster.GetDefaultUrl("shop").ToString().ShouldBe("http://shop.localhost:8088/");
    }

    [Fact]
    public void What_the_section_leaves_open_follows_from_the_platform()
    {
        var options = Options(("Pipelines:DataDirectory", "/tmp/platform"), ("Pipelines:LocalCluster:Runtime", "runc"));
        options.DataDirectory.ShouldBe("/tmp/platform/node");
        options.Registry.ShouldBe("/tmp/platform/images");
        options.Blobs.ShouldBe("/tmp/platform/blobs");
        options.Runtime.ShouldBe("runc");
        Options(("Pipelines:LocalCluster:DataDirectory", "/tmp/x")).DataDirectory.ShouldBe("/tmp/x");
    }

    [Theory]
    [InlineData("127.0.0.1:5000", null, null, "http://127.0.0.1:5000")]
    [InlineData("registry.example", null, null, "https://registry.example")]
    [InlineData("registry.example", "user", "p@ss:word", "https://user:p%40ss%3Aword@registry.example")]
    public void The_node_pulls_from_the_registry_that_images_are_pushed_to(string host, string? user, string? password, string expected) =>
        Options(("Pipelines:Registry:Host", host), ("Pipelines:Registry:Username", user), ("Pipelines:Registry:Password", password)).Registry.ShouldBe(expected);

    [Fact]
    public void The_node_finds_sites_where_the_platform_keeps_its_blobs()
    {
        Options().Blobs.ShouldBe(Path.GetFullPath(".data/blobs"));
        var azure = Options(("Pipelines:Storage:Kind", "Azure"), ("Pipelines:Storage:ConnectionString", "UseDevelopmentStorage=true"), ("Pipelines:Storage:BlobContainer", "sites"));
        azure.Blobs.ShouldBeNull();
        azure.BlobConnection.ShouldBe("UseDevelopmentStorage=true");
        azure.BlobContainer.ShouldBe("sites");
        Options(("Pipelines:Storage:Kind", "Azure"), ("Pipelines:Storage:ServiceUri", "https://account.blob.core.windows.net")).BlobService.ShouldBe(new Uri("https://account.blob.core.windows.net"));
        Options(("Pipelines:LocalCluster:Blobs", "/srv/blobs"), ("Pipelines:Storage:Kind", "Azure"), ("Pipelines:Storage:ConnectionString", "UseDevelopmentStorage=true")).BlobConnection.ShouldBeNull();
    }

    private static LocalClusterOptions Options(params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build();
        using var provider = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddLocalCluster(configuration).BuildServiceProvider();
        provider.GetRequiredService<ICluster>().ShouldBeOfType<LocalCluster>();
        return provider.GetRequiredService<LocalClusterOptions>();
    }

    private static void MapWatch(WebApplication app, params ReleaseStatus[] statuses) =>
        app.MapGet("/apps/{app}/releases/{release}/watch", async (HttpContext context) =>
        {
            foreach (var status in statuses)
            {
                await context.Response.WriteAsync(System.Text.Json.JsonSerializer.Serialize(status, LocalNodeProtocol.Json) + "\n");
                await context.Response.Body.FlushAsync();
            }

            if (statuses[^1].State != ReleaseState.Absent)
            {
                await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
            }
        });
}
