using System.Net;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Node.Tests.Cluster;
using Pipelines.Node.Tests.Destinations;
using Pipelines.Storage;
using Pipelines.Storage.Blobs;
using Pipelines.Storage.Tests;

namespace Pipelines.Node.Tests.Sites;

public sealed class AzureSiteTests(Azurite azurite)
{
    private static readonly string Film = string.Concat(Enumerable.Repeat("frame ", 500_000));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sites_in_an_account_are_served_beside_what_runs_elsewhere()
    {
        var account = await AccountAsync(azurite);
        var blobs = AzureBlobStore.Connect(account);
        var digest = await TestSite.WriteAsync(blobs, ("/index.html", "text/html", "home"), ("/logo.png", "image/png", "logo"), ("/film.mp4", "video/mp4", Film));
        await using var server = await UpstreamServer.StartAsync(UpstreamServer.EchoAsync);
        await using var node = await StartAsync(account);
        (await node.DeployAsync(Release(node, digest, server.Component("api")))).State.ShouldBe(ReleaseState.Healthy);

        (await node.GetAsync("www.example.test", "/")).ShouldBe("home");
        (await node.GetAsync("www.example.test", "/film.mp4")).ShouldBe(Film.Trim());
        (await node.GetAsync("www.example.test", "/api/users")).ShouldStartWith("HTTP/1.1|GET|www.example.test|");
        using var part = await node.SendAsync("www.example.test", "/film.mp4", change: request => request.Headers.Add("Range", "bytes=2999994-"));
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await part.Content.ReadAsStringAsync(Cancellation)).ShouldBe("frame ");

        // What is small is asked for once.
        (await node.GetAsync("www.example.test", "/logo.png")).ShouldBe("logo");
        await blobs.DeleteAsync(TestSite.BlobOf("logo"), Cancellation);
        (await node.GetAsync("www.example.test", "/logo.png")).ShouldBe("logo");
        (await node.ReadNodeLogAsync()).ShouldNotContain("AccountKey");
    }

    [Fact]
    public async Task An_account_that_is_silent_fails_no_release_that_was_healthy()
    {
        await using var own = new Azurite();
        var account = await AccountAsync(own);
        var digest = await TestSite.WriteAsync(AzureBlobStore.Connect(account), ("/index.html", "text/html", "home"));
        await using var node = await StartAsync(account);
        (await node.DeployAsync(Release(node, digest))).State.ShouldBe(ReleaseState.Healthy);
        await own.DisposeAsync();
        await node.RestartAsync();
        await node.WaitAsync("shop", "r1", each => each is { State: ReleaseState.Healthy, Routed: true });
        var deployed = node.DeployAsync(Release(node, new string('0', 64)) with { Id = "r2" });
        using var response = await node.SendAsync("shop", "/");
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var status = await deployed;
        status.State.ShouldBe(ReleaseState.Failed);
        status.Components[0].Failure!.Message.ShouldContain("does not answer");
    }

    private static async Task<StorageOptions> AccountAsync(Azurite azurite) => new()
    {
        Kind = StorageKind.Azure,
        ConnectionString = await azurite.ConnectionStringAsync(),
        BlobContainer = $"sites-{Guid.NewGuid():N}",
    };

    private static Task<TestNode> StartAsync(StorageOptions account) => TestNode.StartAsync(
        "process", change: options => options with { BlobConnection = account.ConnectionString, BlobContainer = account.BlobContainer });

    private static Release Release(TestNode node, string digest, params ReleaseComponent[] services) => node.Release("shop", "r1", [TestSite.Component(digest), .. services]) with
    {
        Domains = ["www.example.test"],
        Rules = [TestSite.Rule, .. services.Select(each => new IngressRule { Match = new IngressMatch { Path = new StringMatch { Prefix = "/" + each.Name } }, Component = new ComponentRoute { Name = each.Name } })],
    };
}
