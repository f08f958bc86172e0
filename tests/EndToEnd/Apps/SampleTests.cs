using System.Net;
using System.Net.Http.Headers;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Apps;

/// <summary>The samples, each from its repository to its URL.</summary>
public sealed class SampleTests(SharedPlatform shared)
{
    [Fact]
    public async Task StaticSite_IsServedWithAnETag()
    {
        var platform = await shared.GetAsync();
        await using var app = new TestApp(platform, "static-hello");
        _ = await app.CreateAndWaitAsync();

        using var answer = await platform.Ingress.SendAsync(app.Name);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var etag = answer.Headers.ETag.ShouldNotBeNull();
        using var unchanged = await platform.Ingress.SendAsync(app.Name, change: request => request.Headers.IfNoneMatch.Add(etag));
        unchanged.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        using var part = await platform.Ingress.SendAsync(app.Name, change: request => request.Headers.Range = new RangeHeaderValue(0, 9));
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        using var missing = await platform.Ingress.SendAsync(app.Name, "/no-such-page");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("python-hello", "python3")]
    [InlineData("go-hello", "go")]
    [InlineData("dotnet-hello", "dotnet")]
    public async Task Service(string sample, string program)
    {
        Assert.SkipUnless(Programs.Find(program) is not null, $"{program} is not installed.");
        var platform = await shared.GetAsync();
        await using var app = new TestApp(platform, sample);
        var deployment = await app.CreateAsync();
        await app.WaitForPhaseAsync(deployment, "ACTIVE", TimeSpan.FromMinutes(5));
        (await app.GetAsync("/api")).ShouldContain(sample);
        (await app.GetAsync("/healthz")).ShouldContain("ok");
    }

    [Fact]
    public async Task Sandboxed_UnderRunsc()
    {
        var warm = await shared.GetAsync();
        await using var platform = await PlatformProcess.StartAsync(new PlatformSetup { Runtime = "auto", LayersOf = warm });
        await using var app = new TestApp(platform);
        _ = await app.CreateAndWaitAsync();
        ((string)(await platform.Node.RuntimeAsync())["runtime"]!).ShouldBe("runsc");
        (await app.GetAsync("/api")).ShouldContain("node-hello");
    }
}
