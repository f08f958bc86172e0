using System.Net;
using System.Security.Authentication;
using System.Text.Json.Nodes;
using Pipelines.EndToEnd.Kills;
using Pipelines.EndToEnd.Platform;
using Pipelines.Orchestrations.Tests.Domains;

namespace Pipelines.EndToEnd.Domains;

/// <summary>Domains from the spec to the handshake: the real platform, and a real certificate authority that asks its ingress.</summary>
public sealed class DomainTests(SharedPlatform shared)
{
    private const int KillsByDefault = 2;
    private const int Never = int.MaxValue;
    private const string FirstPage = "Your first deployment works.";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task CertificatesAreIssuedAndServed()
    {
        await using var world = await World.StartAsync(shared);
        var (platform, visitor) = (world.Platform, world.Visitor);
        await using var app = new TestApp(platform);
        app.Spec["domains"] = new JsonArray(new JsonObject { ["domain"] = "www.example.test" }, new JsonObject { ["domain"] = "strict.example.test", ["minimum_tls_version"] = "1.3" });
        _ = await app.CreateAndWaitAsync();
        await world.ActiveAsync(app);

        (await visitor.GetAsync("www.example.test")).Body.ShouldContain(FirstPage);
        (await visitor.GetAsync("strict.example.test", "/api")).Body.ShouldContain("node-hello");
        await using (var old = await visitor.ConnectAsync("www.example.test", SslProtocols.Tls12))
        {
            old.SslProtocol.ShouldBe(SslProtocols.Tls12);
        }

        _ = await Should.ThrowAsync<AuthenticationException>(() => visitor.ConnectAsync("strict.example.test", SslProtocols.Tls12));
        _ = await Should.ThrowAsync<AuthenticationException>(() => visitor.ConnectAsync("other.example.test"));
        (await visitor.GetAsync("strict.example.test", connectTo: "www.example.test")).Status.ShouldBe(HttpStatusCode.MisdirectedRequest);

        // Who comes without TLS is sent to it, but for names without a certificate.
        using (var redirect = await platform.Ingress.SendAsync(app.Name, "/a%20b?c=d", request => request.Headers.Host = "www.example.test"))
        {
            redirect.StatusCode.ShouldBe(HttpStatusCode.PermanentRedirect);
            redirect.Headers.Location!.AbsoluteUri.ShouldBe($"https://www.example.test:{visitor.Port}/a%20b?c=d");
        }

        (await app.GetAsync()).ShouldContain(FirstPage);
        ((string)(await app.ReadAsync())["live_url"]!).ShouldBe($"https://www.example.test:{visitor.Port}");
    }

    [Fact]
    public async Task KilledAtCommitsADomainStillGetsOneCertificate()
    {
        await using var world = await World.StartAsync(shared, canKill: true);
        world.Platform.KeepRunning();
        await using var app = new TestApp(world.Platform);
        _ = await app.CreateAndWaitAsync();
        await app.WaitUntilSettledAsync();

        var commits = await AddAsync(world, app, Never);
        var points = KillPoints.Of(commits, KillsByDefault);
        foreach (var point in points)
        {
            _ = await AddAsync(world, app, point);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{commits} commits without a kill, killed at {string.Join(' ', points)}");
    }

    /// <summary>Gives the app another domain, with a kill on the way.</summary>
    private static async Task<int> AddAsync(World world, TestApp app, int killAt)
    {
        var issued = world.Pebble.CountInLog("Issued certificate serial");
        var host = $"at-{killAt}.example.test";
        app.Spec["domains"] = new JsonArray(new JsonObject { ["domain"] = host });
        world.Platform.KillAtCommit(killAt);
        _ = await app.UpdateAsync();
        await world.ActiveAsync(app, host);
        await app.WaitUntilSettledAsync();
        var commits = world.Platform.Commits().Count;
        world.Platform.CancelKill();
        await world.Platform.WaitUntilReadyAsync();
        (await world.Visitor.GetAsync(host)).Body.ShouldContain(FirstPage);
        world.Pebble.CountInLog("Issued certificate serial").ShouldBe(issued + 1, $"killed at {killAt}");
        return commits;
    }

    private sealed class World(Pebble pebble, PlatformProcess platform, SecureVisitor visitor) : IAsyncDisposable
    {
        public Pebble Pebble => pebble;

        public PlatformProcess Platform => platform;

        public SecureVisitor Visitor => visitor;

        public static async Task<World> StartAsync(SharedPlatform shared, bool canKill = false)
        {
            var (ingress, https) = (FreePorts.Find(), FreePorts.Find());
            var pebble = await Pebble.StartAsync(ingress);
            var environment = pebble.Settings.ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value, StringComparer.Ordinal);
            environment["Pipelines__LocalCluster__IngressHttpsUrl"] = $"https://127.0.0.1:{https}";
            var platform = await PlatformProcess.StartAsync(new PlatformSetup
            {
                LayersOf = await shared.GetAsync(),
                IngressPort = ingress,
                Environment = environment,
                CanKillAtCommits = canKill,
                Probation = TimeSpan.FromSeconds(1),
            });
            return new World(pebble, platform, new SecureVisitor(https, await pebble.GetRootAsync()));
        }

        /// <summary>Waits until all domains of an app serve.</summary>
        public Task ActiveAsync(TestApp app, string? host = null) => Eventually.BeAsync(
            async () => (await app.ReadAsync())["domains"] is JsonArray { Count: > 0 } domains
                && domains.All(domain => (string)domain!["phase"]! == "ACTIVE" && domain["certificate_expires_at"] is not null)
                && (host is null || domains.Any(domain => (string)domain!["spec"]!["domain"]! == host)),
            "the domains serve",
            s_limit,
            async () => $"{(await app.ReadAsync())["domains"]?.ToJsonString()}\n{pebble.Tell()}\n{await platform.TellAsync()}");

        public async ValueTask DisposeAsync()
        {
            await platform.DisposeAsync();
            visitor.Dispose();
            await pebble.DisposeAsync();
        }
    }
}
