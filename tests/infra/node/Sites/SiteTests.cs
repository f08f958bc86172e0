using System.Net;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Node.Tests.Cluster;
using Pipelines.Storage.Blobs;

namespace Pipelines.Node.Tests.Sites;

public sealed class SiteTests
{
    private const string Long = "body { color: black } ";

    [Fact]
    public async Task A_site_answers_as_a_web_server_does()
    {
        var blobs = Directory.CreateTempSubdirectory("pipelines-blobs-").FullName;
        await using (var node = await TestNode.StartAsync(blobs: blobs))
        {
            var digest = await WriteSiteAsync(blobs);
            var site = new ReleaseComponent { Name = "pages", Kind = ComponentKind.StaticSite, SiteDigest = digest, IndexDocument = "index.html", ErrorDocument = "404.html" };
            (await node.DeployAsync(Release(node, "site", site))).State.ShouldBe(ReleaseState.Healthy);
            await AnswersAsync(node, "/", 200, "home");
            await AnswersAsync(node, "/docs/", 200, "docs");
            await AnswersAsync(node, "/nothing", 404, "sorry");
            await AnswersAsync(node, "/../../etc/passwd", 404, "sorry");
            await AnswersAsync(node, "/%2e%2e/%2e%2e/etc/passwd", 404, "sorry");
            using var directory = await node.SendAsync("site", "/docs");
            directory.StatusCode.ShouldBe(HttpStatusCode.PermanentRedirect);
            directory.Headers.Location!.ToString().ShouldBe("/docs/");
            await ConditionsAsync(node);
            await EncodingsAsync(node);

            await node.DeployAsync(Release(node, "spa", site with { ErrorDocument = null, CatchallDocument = "index.html" }));
            using var any = await node.SendAsync("spa", "/any/route");
            any.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await any.Content.ReadAsStringAsync()).ShouldBe("home");
            (await node.DeployAsync(Release(node, "gone", site with { SiteDigest = new string('0', 64) }))).State.ShouldBe(ReleaseState.Failed);
        }

        Directory.Delete(blobs, recursive: true);
    }

    private static async Task ConditionsAsync(TestNode node)
    {
        using var first = await node.SendAsync("site", "/style.css");
        var tag = first.Headers.ETag.ShouldNotBeNull();
        first.Content.Headers.ContentType!.ToString().ShouldBe("text/css");
        using var again = await node.SendAsync("site", "/style.css", change: request => request.Headers.IfNoneMatch.Add(tag));
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        using var part = await node.SendAsync("site", "/style.css", change: request => request.Headers.Add("Range", "bytes=0-3"));
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await part.Content.ReadAsStringAsync()).ShouldBe("body");
        using var beyond = await node.SendAsync("site", "/style.css", change: request => request.Headers.Add("Range", "bytes=999999-"));
        beyond.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
        using var head = await node.SendAsync("site", "/style.css", HttpMethod.Head);
        head.Content.Headers.ContentLength.ShouldBe(Long.Length * 100);
        using var post = await node.SendAsync("site", "/style.css", HttpMethod.Post);
        post.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    private static async Task EncodingsAsync(TestNode node)
    {
        foreach (var (accepted, expected) in new[] { ("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("identity", null) })
        {
            using var response = await node.SendAsync("site", "/style.css", change: request => request.Headers.Add("Accept-Encoding", accepted));
            response.Content.Headers.ContentEncoding.FirstOrDefault().ShouldBe(expected);
            response.Headers.Vary.ShouldContain("Accept-Encoding");
            (await response.Content.ReadAsByteArrayAsync()).Length.ShouldBeInRange(1, expected is null ? Long.Length * 100 : Long.Length * 10);
        }
    }

    private static async Task AnswersAsync(TestNode node, string path, int status, string body)
    {
        using var response = await node.SendAsync("site", path);
        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
    }

    private static Release Release(TestNode node, string app, ReleaseComponent site) => node.Release(app, "r1", site) with { Rules = [TestSite.Rule] };

    private static async Task<string> WriteSiteAsync(string directory)
    {
        using var blobs = new DirectoryBlobStore(directory, TimeProvider.System);
        return await TestSite.WriteAsync(
            blobs,
            ("/index.html", "text/html", "home"),
            ("/docs/index.html", "text/html", "docs"),
            ("/404.html", "text/html", "sorry"),
            ("/style.css", "text/css", string.Concat(Enumerable.Repeat(Long, 100))));
    }
}
