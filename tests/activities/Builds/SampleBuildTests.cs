using System.Diagnostics;
using System.Text.Json;
using Pipelines.AppSpecs;
using Pipelines.Clusters.Sites;

namespace Pipelines.Activities.Tests.Builds;

public sealed class SampleBuildTests(ITestOutputHelper output) : IDisposable
{
    private readonly BuildFixture build = new();

    [Fact]
    public async Task Node()
    {
        Need("node");
        var result = await build.BuildAsync(build.Sample("node-hello"), new ServiceSpec { Name = "web" });
        var (config, files, _) = await build.InspectAsync(result);
        output.WriteLine(string.Join('\n', build.Log));
        result.Builder.ShouldStartWith("native node-js ");
        result.RunCommand.ShouldNotBeNull();
        config.Config.ShouldSatisfyAllConditions(
            () => config.Config.Entrypoint.ShouldBe(["/bin/sh", "-c"]),
            () => config.Config.Cmd.ShouldBe([result.RunCommand]),
            () => config.Config.User.ShouldBe("1000:1000"),
            () => config.Config.WorkingDir.ShouldBe("/workspace"),
            () => config.Config.ExposedPorts.ShouldBe(["8080/tcp"]),
            () => config.Config.Labels["org.opencontainers.image.source"].ShouldBe("https://example.org/shop.git"),
            () => config.Config.Labels["org.opencontainers.image.revision"].Length.ShouldBe(40));
        files.ShouldContain("workspace/server.js");
    }

    [Fact]
    public async Task Python()
    {
        Need("python3");
        var result = await build.BuildAsync(build.Sample("python-hello"), new ServiceSpec { Name = "web" });
        result.Builder.ShouldStartWith("native python 3");
        (await build.InspectAsync(result)).TopLayer.ShouldContain("workspace/server.py");
    }

    [Fact]
    public async Task Go()
    {
        Need("go");
        var result = await build.BuildAsync(build.Sample("go-hello"), new ServiceSpec { Name = "web" });
        var (_, files, layers) = await build.InspectAsync(result);
        files.ShouldContain(file => file.StartsWith("workspace/bin/", StringComparison.Ordinal) && !file.EndsWith('/'));
        files.ShouldNotContain("workspace/main.go");
        layers.ShouldBe(2);
    }

    [Fact]
    public async Task Dotnet()
    {
        Need("dotnet");
        var result = await build.BuildAsync(build.Sample("dotnet-hello"), new ServiceSpec { Name = "web" });
        var (_, files, _) = await build.InspectAsync(result);
        files.ShouldContain(file => file.EndsWith("DotnetHello.dll", StringComparison.Ordinal));
        files.ShouldNotContain(file => file.EndsWith("Program.cs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Static()
    {
        var result = await build.BuildAsync(build.Sample("static-hello"), new StaticSiteSpec { Name = "site" });
        result.Image.ShouldBeNull();
        var manifest = JsonSerializer.Deserialize<SiteManifest>(build.Blobs.Blobs[SiteManifest.BlobName(result.SiteDigest!)], JsonSerializerOptions.Web)!;
        var index = manifest.Files["/index.html"];
        index.ContentType.ShouldBe("text/html; charset=utf-8");
        build.Blobs.Blobs[index.Blob].Length.ShouldBe((int)index.Size);
        (await build.BuildAsync(build.Sample("static-hello"), new StaticSiteSpec { Name = "site" })).SiteDigest.ShouldBe(result.SiteDigest);
    }

    [Fact]
    public async Task The_same_source_gives_the_same_digest_anywhere()
    {
        Need("node");
        var result = await build.BuildAsync(build.Sample("node-hello"), new ServiceSpec { Name = "web" });
        var watch = Stopwatch.StartNew();
        (await build.BuildAsync(build.Sample("node-hello"), new ServiceSpec { Name = "web" })).Image.ShouldBe(result.Image);
        output.WriteLine($"warm: {watch.ElapsedMilliseconds} ms");
        using var other = new BuildFixture();
        (await other.BuildAsync(other.Sample("node-hello"), new ServiceSpec { Name = "web" })).Image.ShouldBe(result.Image);
    }

    public void Dispose() => build.Dispose();

    private static void Need(string program) =>
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(directory => File.Exists(Path.Combine(directory, program))),
            $"{program} is not installed");
}
