using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pipelines.Oci.Tests;

public sealed class RegistryProtocolTests
{
    private static readonly Digest SomeDigest = Digest.Of("some"u8);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upload_goes_on_where_the_registry_lost_the_connection()
    {
        var (blob, content) = SampleImage.RandomBlob(10_000);
        var received = new MemoryStream();
        var breaks = 2;
        await using var registry = await ScriptedRegistry.StartAsync(async context =>
        {
            var request = context.Request;
            var response = context.Response;
            response.Headers.Location = "/v2/a/blobs/uploads/1?state=" + received.Length;
            switch (request.Method)
            {
                case "HEAD":
                    response.StatusCode = 404;
                    break;
                case "POST":
                    response.StatusCode = 202;
                    break;
                case "PATCH":
                    request.Headers["Content-Range"].ToString().ShouldStartWith(received.Length + "-");
                    var body = new MemoryStream();
                    await request.Body.CopyToAsync(body);
                    if (received.Length >= 3_000 && breaks-- > 0)
                    {
                        // Half a chunk has arrived when the connection breaks.
                        await received.WriteAsync(body.ToArray().AsMemory(0, 400));
                        context.Abort();
                        return;
                    }

                    body.WriteTo(received);
                    response.Headers.Location = "/v2/a/blobs/uploads/1?state=" + received.Length;
                    response.Headers["Range"] = $"0-{received.Length - 1}";
                    response.StatusCode = 202;
                    break;
                case "GET":
                    response.Headers["Range"] = $"0-{received.Length - 1}";
                    response.StatusCode = 204;
                    break;
                case "PUT":
                    request.Query["digest"].ToString().ShouldBe(blob.Digest.ToString());
                    request.Query["state"].ToString().ShouldBe("10000");
                    response.StatusCode = 201;
                    break;
            }
        });
        using var client = registry.Connect();

        await client.Open("a").PushBlobAsync(blob, SampleImage.Opening(content), Token);

        received.ToArray().ShouldBe(content);
        registry.Requests.Count(request => request.StartsWith("POST", StringComparison.Ordinal)).ShouldBe(1);
        registry.Requests.Count(request => request.StartsWith("GET", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task A_busy_registry_is_asked_again_when_it_says()
    {
        var answers = 0;
        await using var registry = await ScriptedRegistry.StartAsync(context =>
        {
            context.Response.StatusCode = answers++ switch { 0 => 429, 1 => 503, 2 => 500, _ => 200 };
            if (context.Response.StatusCode == 429)
            {
                context.Response.Headers.RetryAfter = "7";
            }

            return Task.CompletedTask;
        });
        var clock = new ImpatientTimeProvider();
        using var client = registry.Connect(clock);

        (await client.Open("a").ExistsAsync(SomeDigest, Token)).ShouldBeTrue();

        clock.Waits.ShouldBe([TimeSpan.FromSeconds(7), TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(800)]);
    }

    [Fact]
    public async Task A_registry_that_stays_faulty_is_given_up()
    {
        await using var registry = await ScriptedRegistry.StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            return context.Response.WriteAsync("{\"errors\":[{\"code\":\"UNAVAILABLE\",\"message\":\"down\\nfor\\u0007 maintenance\"}]}");
        });
        using var client = registry.Connect();

        var error = await Should.ThrowAsync<RegistryException>(() => client.Open("a").GetManifestAsync("v1", Token));

        registry.Requests.Count.ShouldBe(5);
        error.Code.ShouldBe("UNAVAILABLE");
        error.Message.ShouldEndWith("503 ServiceUnavailable, UNAVAILABLE: downfor maintenance");
        error.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task Credentials_do_not_follow_a_redirect_to_another_host()
    {
        var content = "blob"u8.ToArray();
        await using var storage = await ScriptedRegistry.StartAsync(context => context.Response.Body.WriteAsync(content).AsTask());
        await using var registry = await ScriptedRegistry.StartAsync(context =>
        {
            if (context.Request.Headers.Authorization.Count == 0)
            {
                context.Response.StatusCode = 401;
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"x\"";
            }
            else
            {
                context.Response.Redirect($"http://{storage.Address}/signed?secret=1");
            }

            return Task.CompletedTask;
        });
        using var client = registry.Connect(credentials: new RegistryCredentials("robot", "s3cret"));

        await using var blob = await client.Open("a").OpenBlobAsync(Digest.Of(content), Token);
        await blob.CopyToAsync(Stream.Null, Token);

        storage.Requests.ShouldBe(["GET /signed"]);
    }

    [Fact]
    public async Task Redirects_come_to_an_end()
    {
        await using var registry = await ScriptedRegistry.StartAsync(context =>
        {
            context.Response.Redirect(context.Request.Path);
            return Task.CompletedTask;
        });
        using var client = registry.Connect();
        (await Should.ThrowAsync<RegistryException>(() => client.Open("a").ExistsAsync(SomeDigest, Token))).Message.ShouldContain("redirected");
    }

    [Fact]
    public async Task A_token_is_fetched_again_only_after_it_expired()
    {
        var issued = 0;
        await using var registry = await ScriptedRegistry.StartAsync(context =>
        {
            if (context.Request.Path == "/token")
            {
                return context.Response.WriteAsJsonAsync(new { access_token = $"t{++issued}", expires_in = 100 });
            }

            if (context.Request.Headers.Authorization != $"Bearer t{issued}" || issued == 0)
            {
                context.Response.StatusCode = 401;
                context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"http://{context.Request.Host}/token\",service=\"a \\\"b\\\"\"";
            }

            return Task.CompletedTask;
        });
        var clock = new ImpatientTimeProvider();
        using var client = registry.Connect(clock);

        await client.Open("a").ExistsAsync(SomeDigest, Token);
        clock.Advance(TimeSpan.FromSeconds(90));
        await client.Open("a").ExistsAsync(SomeDigest, Token);
        issued.ShouldBe(1);
        clock.Advance(TimeSpan.FromSeconds(10));
        await client.Open("a").ExistsAsync(SomeDigest, Token);
        issued.ShouldBe(2);
    }

    [Fact]
    public async Task A_blob_or_manifest_with_another_digest_is_refused()
    {
        await using var registry = await ScriptedRegistry.StartAsync(context => context.Response.WriteAsync("{\"tampered\":true}"));
        using var client = registry.Connect();

        await using var blob = await client.Open("a").OpenBlobAsync(SomeDigest, Token);
        await Should.ThrowAsync<InvalidImageException>(() => blob.CopyToAsync(Stream.Null, Token));
        await Should.ThrowAsync<InvalidImageException>(() => client.Open("a").GetManifestAsync(SomeDigest.ToString(), Token));
    }

    [Fact]
    public async Task A_manifest_without_end_is_refused()
    {
        await using var registry = await ScriptedRegistry.StartAsync(async context =>
        {
            var block = Encoding.ASCII.GetBytes(new string(' ', 1 << 16));
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(block);
            }
        });
        using var client = registry.Connect();
        await Should.ThrowAsync<InvalidImageException>(() => client.Open("a").GetManifestAsync("v1", Token));
    }

    [Fact]
    public async Task A_failed_mount_abandons_the_upload_it_began()
    {
        await using var registry = await ScriptedRegistry.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Method == "POST" ? 202 : 204;
            context.Response.Headers.Location = "/v2/a/blobs/uploads/7";
            return Task.CompletedTask;
        });
        using var client = registry.Connect();

        (await client.Open("a").TryMountAsync(SomeDigest, "b", Token)).ShouldBeFalse();

        registry.Requests.ShouldBe(["POST /v2/a/blobs/uploads/", "DELETE /v2/a/blobs/uploads/7"]);
    }

    [Theory]
    [InlineData("127.0.0.1:5000", RegistryScheme.Auto, "http")]
    [InlineData("localhost", RegistryScheme.Auto, "http")]
    [InlineData("[::1]:5000", RegistryScheme.Auto, "http")]
    [InlineData("localhost", RegistryScheme.Https, "https")]
    [InlineData("registry.example.com", RegistryScheme.Auto, "https")]
    [InlineData("registry.example.com", RegistryScheme.Http, "http")]
    public async Task Only_loopback_and_what_is_configured_is_plain_http(string registry, RegistryScheme scheme, string expected)
    {
        var seen = new List<Uri>();
        using var http = new HttpClient(new Recorder(seen));
        using var client = new RegistryClient(new RegistryOptions { Registry = registry, Scheme = scheme }, http);

        await client.Open("a").ExistsAsync(SomeDigest, Token);

        seen.ShouldHaveSingleItem().Scheme.ShouldBe(expected);
        client.Registry.ShouldBe(registry);
    }

    private sealed class Recorder(List<Uri> seen) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            seen.Add(request.RequestUri!);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        }
    }
}
