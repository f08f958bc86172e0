using System.Text.Json;

namespace Pipelines.Oci.Tests;

public sealed class LayoutRegistryTests : ImageRepositoryContract, IDisposable
{
    private readonly TemporaryDirectory directory = new();

    protected override IImageRegistry Registry => new LayoutRegistry(directory.Path);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Skopeo_reads_the_layout()
    {
        await SampleImage.WriteAsync(Registry.Open("apps/web"), "v1");

        var inspected = await Tool.RunAsync("skopeo", "inspect", $"oci:{directory["apps/web"]}:v1");

        using var document = JsonDocument.Parse(inspected);
        document.RootElement.GetProperty("Architecture").GetString().ShouldBe("amd64");
        document.RootElement.GetProperty("Env")[0].GetString().ShouldBe("PORT=8080");
        await Tool.RunAsync("skopeo", "copy", $"oci:{directory["apps/web"]}:v1", $"docker-archive:{directory["image.tar"]}:web:v1");
    }

    [Fact]
    public async Task Umoci_unpacks_the_layout()
    {
        await SampleImage.WriteAsync(Registry.Open("apps/web"), "v1", "hello umoci");
        await Tool.RunAsync("umoci", "unpack", "--image", $"{directory["apps/web"]}:v1", directory["bundle"]);
        (await File.ReadAllTextAsync(directory["bundle/rootfs/greeting"], Token)).ShouldBe("hello umoci");
    }

    [Fact]
    public async Task Concurrent_writers_lose_nothing()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 24), Token, async (number, _) =>
            await SampleImage.WriteAsync(new LayoutRegistry(directory.Path).Open("apps/busy"), $"v{number}", $"content {number % 3}"));

        (await Registry.Open("apps/busy").ListTagsAsync(Token)).Count.ShouldBe(24);
        Directory.GetFiles(directory["apps/busy/.uploads"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lock_that_another_process_holds_is_waited_for()
    {
        await SampleImage.WriteAsync(Registry.Open("apps/locked"), "v1");
        var start = new System.Diagnostics.ProcessStartInfo(Tool.Find("flock"), [directory["apps/locked/.index.lock"], "sh", "-c", "echo held; read line"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var holder = System.Diagnostics.Process.Start(start)!;
        (await holder.StandardOutput.ReadLineAsync(Token)).ShouldBe("held");

        var write = SampleImage.WriteAsync(Registry.Open("apps/locked"), "v2");
        (await Registry.Open("apps/locked").ListTagsAsync(Token)).ShouldBe(["v1"]);
        await UntilWaitingAsync(directory["apps/locked/.index.lock"]);
        write.IsCompleted.ShouldBeFalse();
        await holder.StandardInput.WriteLineAsync("go");

        await write;
        (await Registry.Open("apps/locked").ListTagsAsync(Token)).ShouldBe(["v1", "v2"]);
    }

    // The kernel lists who waits for a lock: "1: -> FLOCK ... 08:01:inode ...".
    private static async Task UntilWaitingAsync(string path)
    {
        var inode = $":{LibC.Stat(path)!.Value.Inode} ";
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await File.ReadAllLinesAsync("/proc/locks", timeout.Token)).Any(line => line.Contains("-> FLOCK", StringComparison.Ordinal) && line.Contains(inode, StringComparison.Ordinal)))
        {
            await timer.WaitForNextTickAsync(timeout.Token);
        }
    }

    [Fact]
    public async Task A_damaged_blob_is_noticed_when_it_is_read()
    {
        var repository = Registry.Open("apps/damaged");
        var (descriptor, content) = SampleImage.RandomBlob(1_000);
        await repository.PushBlobAsync(descriptor, SampleImage.Opening(content), Token);
        content[500] ^= 1;
        await File.WriteAllBytesAsync(directory[$"apps/damaged/blobs/sha256/{descriptor.Digest.Hex}"], content, Token);

        await using var stream = await repository.OpenBlobAsync(descriptor.Digest, Token);
        await Should.ThrowAsync<InvalidImageException>(() => stream.CopyToAsync(Stream.Null, Token));
    }

    [Fact]
    public async Task What_a_dead_process_left_is_cleared_after_a_day()
    {
        await SampleImage.WriteAsync(Registry.Open("apps/left"), "v1");
        var left = directory.Write("apps/left/.uploads/left", "half a blob");
        var recent = directory.Write("apps/left/.uploads/recent", "half a blob");
        File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddDays(-2));

        await SampleImage.WriteAsync(Registry.Open("apps/left"), "v2");

        File.Exists(left).ShouldBeFalse();
        File.Exists(recent).ShouldBeTrue();
    }

    [Fact]
    public async Task Deleting_a_tag_keeps_the_manifest()
    {
        var repository = Registry.Open("apps/tags");
        var written = await SampleImage.WriteAsync(repository, "v1");
        (await repository.DeleteManifestAsync("v1", Token)).ShouldBeTrue();
        (await repository.DeleteManifestAsync("v1", Token)).ShouldBeFalse();
        (await repository.ListTagsAsync(Token)).ShouldBeEmpty();
        (await repository.GetManifestAsync(written.Digest.ToString(), Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Every_commit_is_counted()
    {
        var commits = 0;
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "pipelines.storage.commits")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        var here = new AsyncLocal<bool> { Value = true };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            tags.ToArray().ShouldContain(new KeyValuePair<string, object?>("store", "images"));
            Interlocked.Add(ref commits, here.Value ? 1 : 0);
        });
        listener.Start();

        await SampleImage.WriteAsync(Registry.Open("apps/metered"), "v1");

        // A layer, the config, the manifest, the layout's marker and its index.
        commits.ShouldBe(5);
    }

    [Fact]
    public void Blobs_is_a_reserved_name() => Should.Throw<FormatException>(() => Registry.Open("apps/blobs"));
}
