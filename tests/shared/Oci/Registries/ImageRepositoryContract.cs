using System.Text;

namespace Pipelines.Oci.Tests;

/// <summary>What every store of images does; each store's tests derive from this.</summary>
public abstract class ImageRepositoryContract
{
    protected abstract IImageRegistry Registry { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(3_500_000)]
    public async Task A_blob_comes_back_as_it_was(int size)
    {
        var repository = Registry.Open("apps/blob");
        var (descriptor, content) = SampleImage.RandomBlob(size);
        (await repository.ExistsAsync(descriptor.Digest, Token)).ShouldBeFalse();

        await repository.PushBlobAsync(descriptor, SampleImage.Opening(content), Token);

        (await repository.ExistsAsync(descriptor.Digest, Token)).ShouldBeTrue();
        (await ReadAsync(repository, descriptor.Digest)).ShouldBe(content);
    }

    [Fact]
    public async Task A_blob_that_is_there_is_not_sent_again()
    {
        var repository = Registry.Open("apps/again");
        var (descriptor, content) = SampleImage.RandomBlob(100);
        await repository.PushBlobAsync(descriptor, SampleImage.Opening(content), Token);
        await repository.PushBlobAsync(descriptor, _ => throw new InvalidOperationException("opened again"), Token);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(2_500_000)]
    public async Task Content_without_the_digest_is_refused(int size)
    {
        var repository = Registry.Open("apps/wrong");
        var (descriptor, _) = SampleImage.RandomBlob(size);
        var (_, other) = SampleImage.RandomBlob(size);
        await Should.ThrowAsync<IOException>(() => repository.PushBlobAsync(descriptor, SampleImage.Opening(other), Token));
        (await repository.ExistsAsync(descriptor.Digest, Token)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(-10)]
    [InlineData(10)]
    public async Task Content_of_another_length_is_refused(int difference)
    {
        var repository = Registry.Open("apps/length");
        var (descriptor, content) = SampleImage.RandomBlob(1_000);
        var wrong = descriptor with { Size = descriptor.Size + difference };
        await Should.ThrowAsync<IOException>(() => repository.PushBlobAsync(wrong, SampleImage.Opening(content), Token));
    }

    [Fact]
    public async Task A_blob_that_is_not_there_is_a_404()
    {
        var error = await Should.ThrowAsync<RegistryException>(() => Registry.Open("apps/none").OpenBlobAsync(Digest.Of("x"u8), Token));
        error.Status.ShouldBe(System.Net.HttpStatusCode.NotFound);
        error.Code.ShouldBe("BLOB_UNKNOWN");
        error.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task A_blob_is_mounted_from_another_repository()
    {
        var (descriptor, content) = SampleImage.RandomBlob(1_000);
        await Registry.Open("apps/from").PushBlobAsync(descriptor, SampleImage.Opening(content), Token);
        var target = Registry.Open("apps/to");

        (await target.TryMountAsync(descriptor.Digest, "apps/from", Token)).ShouldBeTrue();
        (await target.TryMountAsync(Digest.Of("missing"u8), "apps/from", Token)).ShouldBeFalse();

        (await ReadAsync(target, descriptor.Digest)).ShouldBe(content);
    }

    [Fact]
    public async Task A_manifest_is_found_by_tag_and_digest()
    {
        var repository = Registry.Open("apps/manifest");
        var written = await SampleImage.WriteAsync(repository, "v1");

        var byTag = (await repository.GetManifestAsync("v1", Token)).ShouldNotBeNull();
        var byDigest = (await repository.GetManifestAsync(written.Digest.ToString(), Token)).ShouldNotBeNull();

        byTag.Descriptor.Digest.ShouldBe(written.Digest);
        byTag.Descriptor.MediaType.ShouldBe(MediaTypes.ImageManifest);
        byDigest.Content.ToArray().ShouldBe(byTag.Content.ToArray());
        (await repository.GetManifestAsync("v2", Token)).ShouldBeNull();
        (await repository.GetManifestAsync(Digest.Of("x"u8).ToString(), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_tag_moves_and_the_manifest_it_leaves_stays()
    {
        var repository = Registry.Open("apps/moving");
        var first = await SampleImage.WriteAsync(repository, "latest", "one");
        await SampleImage.WriteAsync(repository, "stable", "one");
        var second = await SampleImage.WriteAsync(repository, "latest", "two");

        (await repository.GetManifestAsync("latest", Token))!.Descriptor.Digest.ShouldBe(second.Digest);
        (await repository.GetManifestAsync("stable", Token))!.Descriptor.Digest.ShouldBe(first.Digest);
        (await repository.GetManifestAsync(first.Digest.ToString(), Token)).ShouldNotBeNull();
        (await repository.ListTagsAsync(Token)).ShouldBe(["latest", "stable"]);
    }

    [Fact]
    public async Task A_deleted_repository_has_no_images_and_others_keep_theirs()
    {
        var (repository, neighbour) = (Registry.Open("deleted/one"), Registry.Open("deleted/two"));
        var kept = await SampleImage.WriteAsync(neighbour, "latest", "kept");
        _ = await SampleImage.WriteAsync(repository, "first", "one");
        _ = await SampleImage.WriteAsync(repository, "second", "two");

        await repository.DeleteAsync(Token);
        await repository.DeleteAsync(Token);

        (await repository.GetManifestAsync("first", Token)).ShouldBeNull();
        (await repository.GetManifestAsync("second", Token)).ShouldBeNull();
        (await neighbour.GetManifestAsync(kept.Digest.ToString(), Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_manifest_without_a_tag_is_found_by_digest_and_can_be_deleted()
    {
        var repository = Registry.Open("apps/untagged");
        var written = await SampleImage.WriteAsync(repository, null, "untagged");
        (await repository.GetManifestAsync(written.Digest.ToString(), Token)).ShouldNotBeNull();

        (await repository.DeleteManifestAsync(written.Digest.ToString(), Token)).ShouldBeTrue();
        (await repository.DeleteManifestAsync(written.Digest.ToString(), Token)).ShouldBeFalse();
        (await repository.GetManifestAsync(written.Digest.ToString(), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_repository_that_does_not_exist_has_no_tags() =>
        (await Registry.Open("apps/nothing").ListTagsAsync(Token)).ShouldBeEmpty();

    [Fact]
    public async Task A_manifest_that_is_too_large_is_refused()
    {
        var content = Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,"x":"{{new string('x', 5 << 20)}}"}""");
        await Should.ThrowAsync<InvalidImageException>(() => Registry.Open("apps/large").PutManifestAsync(content, MediaTypes.ImageManifest, "v1", Token));
    }

    [Fact]
    public void A_name_outside_the_grammar_is_refused()
    {
        Should.Throw<FormatException>(() => Registry.Open("../escape"));
        Should.Throw<FormatException>(() => Registry.Open("/etc"));
        Should.Throw<FormatException>(() => Registry.Open("Upper"));
    }

    private static async Task<byte[]> ReadAsync(IImageRepository repository, Digest digest)
    {
        await using var stream = await repository.OpenBlobAsync(digest, Token);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, Token);
        return content.ToArray();
    }
}
