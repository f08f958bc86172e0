using System.Net;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.Oci.Tests;

public sealed class RegistryClientTests : ImageRepositoryContract, IClassFixture<SharedDockerRegistry>, IDisposable
{
    private readonly DockerRegistry registry;
    private readonly RegistryClient client;

    public RegistryClientTests(SharedDockerRegistry shared)
    {
        registry = shared.Registry;
        client = registry.Connect();
    }

    protected override IImageRegistry Registry => client;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => client.Dispose();

    [Fact]
    public async Task Skopeo_reads_what_was_pushed()
    {
        var written = await SampleImage.WriteAsync(client.Open("apps/web"), "v1");
        var inspected = await Tool.RunAsync("skopeo", "inspect", "--tls-verify=false", $"docker://{registry.Address}/apps/web:v1");
        inspected.ShouldContain(written.Digest.ToString());
    }

    [Fact]
    public async Task Many_tags_come_page_by_page()
    {
        var repository = client.Open("apps/tags");
        var image = await SampleImage.WriteAsync(repository, "t0");
        var manifest = (await repository.GetManifestAsync("t0", Token))!;
        for (var number = 1; number < 12; number++)
        {
            await repository.PutManifestAsync(manifest.Content, image.MediaType, $"t{number}", Token);
        }

        (await repository.ListTagsAsync(Token)).Count.ShouldBe(12);
    }

    [Theory]
    [InlineData(400_000)]
    [InlineData(1_500_000)]
    [InlineData(3_000_000)]
    public async Task A_push_survives_a_cut_connection(int cutAfter)
    {
        await using var proxy = new CuttingProxy(registry.Port, cutAfter, cuts: 2);
        using var unreliable = registry.Connect(port: proxy.Port);
        var (descriptor, content) = SampleImage.RandomBlob(4_000_000);

        await unreliable.Open("apps/cut").PushBlobAsync(descriptor, SampleImage.Opening(content), Token);

        proxy.Cuts.ShouldBeGreaterThan(0);
        await using var stream = await client.Open("apps/cut").OpenBlobAsync(descriptor.Digest, Token);
        using var read = new MemoryStream();
        await stream.CopyToAsync(read, Token);
        read.ToArray().ShouldBe(content);
    }

    [Fact]
    public async Task A_registry_that_is_not_there_is_a_transient_error()
    {
        using var nobody = registry.Connect(port: FreePorts.Find());
        var error = await Should.ThrowAsync<RegistryException>(() => nobody.Open("a").ExistsAsync(Digest.Of([]), Token));
        error.Status.ShouldBeNull();
        error.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task Basic_credentials_are_sent_when_asked_for()
    {
        using var directory = new TemporaryDirectory();
        var hash = await Tool.RunAsync("htpasswd", "-nbB", "robot", "s3cret");
        var file = directory.Write("htpasswd", hash.Trim() + "\n");
        await using var secured = await DockerRegistry.StartAsync($"auth:\n  htpasswd:\n    realm: test\n    path: {file}");
        using var known = secured.Connect(new RegistryCredentials("robot", "s3cret"));
        using var wrong = secured.Connect(new RegistryCredentials("robot", "guess"));
        using var anonymous = secured.Connect();

        await SampleImage.WriteAsync(known.Open("apps/web"), "v1");

        (await known.Open("apps/web").ListTagsAsync(Token)).ShouldBe(["v1"]);
        foreach (var stranger in new[] { wrong, anonymous })
        {
            var error = await Should.ThrowAsync<RegistryException>(() => stranger.Open("apps/web").ListTagsAsync(Token));
            error.Status.ShouldBe(HttpStatusCode.Unauthorized);
            error.Message.ShouldNotContain("guess");
        }
    }

    [Fact]
    public async Task Tokens_are_fetched_by_scope_and_kept()
    {
        await using var tokens = await TokenServer.StartAsync();
        await using var secured = await DockerRegistry.StartAsync(tokens.RegistryConfiguration);
        using var known = secured.Connect(new RegistryCredentials("robot", "s3cret"));
        using var wrong = secured.Connect(new RegistryCredentials("robot", "guess"));

        await SampleImage.WriteAsync(known.Open("apps/base"), "v1");
        var layer = (await known.Open("apps/base").ResolveAsync("v1", Platform.LinuxAmd64, Token)).Manifest.Layers[0];
        (await known.Open("apps/web").TryMountAsync(layer.Digest, "apps/base", Token)).ShouldBeTrue();

        tokens.Scopes.ShouldContain("repository:apps/base:pull,push");
        tokens.Scopes.ShouldContain("repository:apps/web:pull,push repository:apps/base:pull");
        tokens.Scopes.Distinct().Count().ShouldBe(tokens.Scopes.Count);
        (await Should.ThrowAsync<RegistryException>(() => wrong.Open("apps/base").ListTagsAsync(Token))).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_grant_is_good_for_its_repository_alone()
    {
        await using var tokens = await TokenServer.StartAsync();
        await using var secured = await DockerRegistry.StartAsync(tokens.RegistryConfiguration);
        using var known = secured.Connect(new RegistryCredentials("robot", "s3cret"));
        var grant = await known.GrantAsync(["apps/mine"], ["apps/base"], Token);
        grant.IsScoped.ShouldBeTrue();
        grant.Expires.ShouldNotBeNull();
        grant.ToString().ShouldNotContain(grant.Authorization!.Split(' ')[1]);

        using var http = new HttpClient();
        (await StatusAsync("apps/mine")).ShouldBe(HttpStatusCode.Accepted);
        (await StatusAsync("apps/other")).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync("apps/base")).ShouldBe(HttpStatusCode.Unauthorized);

        async Task<HttpStatusCode> StatusAsync(string repository)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{secured.Address}/v2/{repository}/blobs/uploads/");
            request.Headers.TryAddWithoutValidation("Authorization", grant.Authorization);
            using var response = await http.SendAsync(request, Token);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task An_open_registry_needs_no_grant()
    {
        var grant = await client.GrantAsync(["apps/mine"], [], Token);
        grant.Authorization.ShouldBeNull();
        grant.IsScoped.ShouldBeTrue();
    }
}
