using System.Collections.Concurrent;
using System.Text;

namespace Pipelines.Oci.Tests;

public sealed class ImageCopierTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task An_image_goes_to_a_registry_and_back_unchanged()
    {
        await using var registry = await DockerRegistry.StartAsync();
        using var client = registry.Connect();
        var source = new LayoutRegistry(directory["one"]).Open("apps/web");
        var written = await SampleImage.WriteAsync(source, "v1");
        var progress = new Recorder();

        await new ImageCopier().CopyAsync(source, "v1", client.Open("apps/web"), "v1", Platform.LinuxAmd64, progress, Token);
        await new ImageCopier().CopyAsync(client.Open("apps/web"), "v1", client.Open("apps/mounted"), null, Platform.LinuxAmd64, progress, Token);
        await new ImageCopier().CopyAsync(client.Open("apps/mounted"), written.Digest.ToString(), client.Open("apps/web"), "v2", Platform.LinuxAmd64, progress, Token);
        var back = await new ImageCopier().CopyAsync(client.Open("apps/web"), "v2", new LayoutRegistry(directory["two"]).Open("apps/web"), "v1", Platform.LinuxAmd64, progress, Token);

        back.Digest.ShouldBe(written.Digest);
        progress.Outcomes.ShouldBe(
        [
            BlobOutcome.Sent, BlobOutcome.Sent,
            BlobOutcome.Mounted, BlobOutcome.Mounted,
            BlobOutcome.Existed, BlobOutcome.Existed,
            BlobOutcome.Sent, BlobOutcome.Sent,
        ]);
    }

    [Fact]
    public async Task An_index_leads_to_the_image_of_the_platform()
    {
        var repository = new LayoutRegistry(directory.Path).Open("apps/multi");
        var arm = await SampleImage.WriteAsync(repository, null, "arm");
        var amd = await SampleImage.WriteAsync(repository, null, "amd");
        var index = new ImageIndex
        {
            Manifests =
            [
                arm with { Platform = new Platform { Os = "linux", Architecture = "arm64", Variant = "v8" } },
                amd with { Platform = Platform.LinuxAmd64 },
            ],
        };
        await repository.PutManifestAsync(index.ToUtf8Bytes(), MediaTypes.ImageIndex, "v1", Token);

        (await repository.ResolveAsync("v1", Platform.LinuxAmd64, Token)).Digest.ShouldBe(amd.Digest);
        var missing = new Platform { Os = "linux", Architecture = "s390x" };
        (await Should.ThrowAsync<RegistryException>(() => repository.ResolveAsync("v1", missing, Token))).Message.ShouldContain("linux/arm64/v8, linux/amd64");
        (await Should.ThrowAsync<RegistryException>(() => repository.ResolveAsync("v9", null, Token))).Code.ShouldBe("MANIFEST_UNKNOWN");
    }

    [Fact]
    public async Task An_image_on_top_of_another_has_the_layers_of_both()
    {
        var registry = new LayoutRegistry(directory.Path);
        await SampleImage.WriteAsync(registry.Open("base/node"), "20", "base");
        var below = await registry.Open("base/node").ResolveAsync("20", Platform.LinuxAmd64, Token);
        var definition = new ImageDefinition
        {
            Base = new BaseImage(registry.Open("base/node"), below),
            Layers = [await SampleImage.LayerOf(new LayerContent { Files = [SampleImage.FileOf("app", "app")] })],
            Config = below.Config.Config with { Cmd = ["app"] },
            Platform = Platform.LinuxAmd64,
            Tag = "v1",
        };

        var first = await new ImageWriter(registry.Open("apps/web")).WriteAsync(definition, cancellationToken: Token);
        var second = await new ImageWriter(new LayoutRegistry(directory["other"]).Open("apps/web")).WriteAsync(definition, cancellationToken: Token);

        second.ShouldBe(first);
        await Tool.RunAsync("umoci", "unpack", "--image", $"{directory["apps/web"]}:v1", directory["bundle"]);
        (await File.ReadAllTextAsync(directory["bundle/rootfs/greeting"], Token)).ShouldBe("base");
        (await File.ReadAllTextAsync(directory["bundle/rootfs/app"], Token)).ShouldBe("app");
    }

    [Fact]
    public async Task What_is_no_image_is_refused()
    {
        var repository = new LayoutRegistry(directory.Path).Open("apps/odd");
        await repository.PutManifestAsync(Encoding.UTF8.GetBytes("{\"mediaType\":\"text/plain\"}"), "text/plain", "v1", Token);
        await Should.ThrowAsync<InvalidImageException>(() => repository.ResolveAsync("v1", null, Token));
    }

    private sealed class Recorder : IProgress<BlobProgress>
    {
        public ConcurrentQueue<BlobOutcome> Outcomes { get; } = new();

        public void Report(BlobProgress value) => Outcomes.Enqueue(value.Outcome);
    }
}
