using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Activities.Builds;
using Pipelines.Activities.Retention;
using Pipelines.Clusters.Sites;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;
using Pipelines.Oci;
using Pipelines.Orchestrations.Tests.Platform;
using Pipelines.Storage.Blobs;

namespace Pipelines.Orchestrations.Tests.Retention;

public sealed class RetentionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Images_are_kept_as_long_as_an_app_can_be_rolled_back_to_them()
    {
        var platform = new TestPlatform { Settings = { ["Pipelines:Retention:Deployments"] = "2" } };
        platform.Builder.OnBuild = (request, cancellation) => BuildAsync(platform.Services.GetRequiredService<IImageRegistry>(), request, cancellation);
        await using var running = await platform.StartAsync();
        var ids = new List<string> { await platform.CreateAppAsync(TestPlatform.Spec()) };
        var images = new List<string>();
        for (var number = 0; number < 4; number++)
        {
            var active = await platform.EndedAsync(ids[^1], DeploymentPhase.Active);
            _ = await platform.AppAsync(app => app!.ActiveDeploymentId == active.Id && app.InProgressDeploymentId is null);
            images.Add(active.Components[0].Image!);
            if (number < 3)
            {
                platform.Source.Tree = "tree " + number;
                platform.Source.Commit = new string((char)('b' + number), 40);
                ids.Add(await platform.DeployAsync());
            }
        }

        images.ShouldBeUnique();
        _ = await platform.DeploymentAsync(ids[0], deployment => deployment.ImagesPruned);
        var repository = platform.Services.GetRequiredService<IImageRegistry>().Open(ImageRepositories.Of(platform.AppId, "web"));
        var blobs = Path.Combine(platform.DataDirectory, "images", "apps", platform.AppId, "web", "blobs", "sha256");

        // Of each image that is kept, the active one's and two to go back to, its manifest, config and layer.
        await TestPlatform.UntilAsync(() => Task.FromResult(Directory.GetFiles(blobs).Length == 3 * 3), () => string.Join('\n', Directory.GetFiles(blobs)));
        foreach (var (image, isKept) in images.Zip([false, true, true, true]))
        {
            (await repository.GetManifestAsync(image.Split('@')[1], Cancellation) is not null).ShouldBe(isKept, image);
        }

        (await platform.Deployments.GetAsync(platform.AppId, ids[1], Cancellation))!.ImagesPruned.ShouldBeFalse();

        // A rollback that was asked for a moment before is told so, and changes nothing.
        var rollback = DeploymentIds.New(DateTimeOffset.UtcNow);
        await platform.SendAsync(new RollbackRequest { DeploymentId = rollback, TargetDeploymentId = ids[0], RequestedAt = DateTimeOffset.UtcNow });
        (await platform.EndedAsync(rollback, DeploymentPhase.Error)).History.ShouldContain(entry => entry.Message.Contains("not kept any more"));
        _ = await platform.AppAsync(app => app!.ActiveDeploymentId == ids[^1] && app.InProgressDeploymentId is null);

        // What was built once and is gone is built again.
        platform.Source.Tree = "tree-1";
        platform.Source.Commit = new string('a', 40);
        var again = await platform.EndedAsync(await platform.DeployAsync(), DeploymentPhase.Active);
        platform.Builder.Requests.Count.ShouldBe(5);
        again.Components[0].Image.ShouldBe(images[0]);
        (await repository.GetManifestAsync(images[0].Split('@')[1], Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Old_snapshots_and_sites_that_nothing_serves_go()
    {
        await using var platform = await new TestPlatform().StartAsync();
        var (kept, old) = (SiteOf("kept"), SiteOf("old"));
        platform.Builder.OnBuild = (_, _) => Task.FromResult(new BuildResult { SiteDigest = kept.Digest, Builder = "fake" });
        var blobs = platform.Services.GetRequiredService<IBlobStore>();
        foreach (var (name, content) in ((string, byte[])[])
            [
                ("sources/x/old.tar", [1]), ("sources/x/old.json", [1]), ("sources/x/new.tar", [1]), ("sources/x/new.json", [1]),
                ("assets/kept", [1]), ("assets/old", [1]), ("assets/young", [1]), (SiteManifest.BlobName(kept.Digest), kept.Manifest), (SiteManifest.BlobName(old.Digest), old.Manifest),
            ])
        {
            await blobs.WriteAsync(name, new MemoryStream(content), Cancellation);
        }

        foreach (var file in Directory.EnumerateFiles(platform.DataDirectory, "*", SearchOption.AllDirectories).Where(file => file.Contains("/blobs/") && !file.Contains("new") && !file.Contains("young")))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-8));
        }

        var id = await platform.CreateAppAsync(TestPlatform.Spec());
        _ = await platform.EndedAsync(id, DeploymentPhase.Active);
        _ = await platform.AppAsync(app => app!.ActiveDeploymentId == id && app.InProgressDeploymentId is null);
        var prune = ActivatorUtilities.CreateInstance<PruneBlobsActivity>(platform.Services);
        (await prune.RunAsync(null!, "")).ShouldBe(3);
        (await blobs.ListAsync("", Cancellation).ToListAsync(Cancellation)).ShouldBe(
            ["assets/kept", "assets/young", SiteManifest.BlobName(kept.Digest), "sources/x/new.json", "sources/x/new.tar"], ignoreOrder: true);
        (await prune.RunAsync(null!, "")).ShouldBe(0);
    }

    private static (string Digest, byte[] Manifest) SiteOf(string asset)
    {
        var manifest = JsonSerializer.SerializeToUtf8Bytes(
            new SiteManifest { Files = new Dictionary<string, SiteFile> { ["/index.html"] = new("assets/" + asset, 1, null) } }, JsonSerializerOptions.Web);
        return (Digest.Of(manifest).ToString(), manifest);
    }

    private static async Task<BuildResult> BuildAsync(IImageRegistry registry, BuildRequest request, CancellationToken cancellation)
    {
        var repository = registry.Open(request.ImageRepository);
        var config = await PushAsync(repository, MediaTypes.ImageConfig, $$"""{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]},"author":"{{request.Snapshot.Commit}}"}""", cancellation);
        var layer = await PushAsync(repository, MediaTypes.Layer, request.Snapshot.Commit, cancellation);
        var manifest = await repository.PutManifestAsync(new ImageManifest { Config = config, Layers = [layer] }.ToUtf8Bytes(), MediaTypes.ImageManifest, cancellationToken: cancellation);
        return new BuildResult { Image = $"{request.ImageRepository}@{manifest.Digest}", Builder = "fake" };
    }

    private static async Task<Descriptor> PushAsync(IImageRepository repository, string mediaType, string text, CancellationToken cancellation)
    {
        var content = Encoding.UTF8.GetBytes(text);
        var descriptor = Descriptor.Of(content, mediaType);
        await repository.PushBlobAsync(descriptor, _ => Task.FromResult<Stream>(new MemoryStream(content)), cancellation);
        return descriptor;
    }
}
