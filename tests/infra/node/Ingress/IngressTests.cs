using System.Net;
using System.Net.Sockets;
using System.Text;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Node.Tests.Cluster;

namespace Pipelines.Node.Tests.Ingress;

public sealed class IngressTests
{
    [Fact]
    public async Task Unknown_hosts_missing_instances_redirects_and_origins_are_answered_by_the_ingress()
    {
        await using var node = await TestNode.StartAsync();
        var release = node.Release("front", "r1", node.Service());
        release = release with
        {
            Domains = ["www.example.test", "*.wild.test"],
            Rules =
            [
                release.Rules[0] with { Cors = new CorsPolicy { AllowOrigins = [new StringMatch { Exact = "https://ok.test" }], AllowMethods = ["GET", "PUT"], MaxAge = "1h", AllowCredentials = true } },
                new IngressRule { Match = Prefix("/away"), Redirect = new Redirect { Authority = "other.test", Uri = "/here", RedirectCode = 301 } },
                new IngressRule { Match = Prefix("/secure"), Redirect = new Redirect() },
            ],
        };
        await node.Cluster.ApplyAsync(release);
        await StatusAsync(node, "front", "/", HttpStatusCode.ServiceUnavailable);
        await node.DeployAsync(release);
        await StatusAsync(node, "nobody", "/", HttpStatusCode.NotFound);
        await StatusAsync(node, "www.example.test", "/", HttpStatusCode.OK);
        await StatusAsync(node, "a.wild.test", "/", HttpStatusCode.OK);
        await RedirectsAsync(node, "/away/x", HttpStatusCode.MovedPermanently, "https://other.test/here");
        await RedirectsAsync(node, "/secure/x?q=1", HttpStatusCode.Found, "https://front.localhost/secure/x?q=1");

        using var preflight = await node.SendAsync("front", "/", HttpMethod.Options, request => Origin(request, "https://ok.test", preflight: true));
        preflight.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        preflight.Headers.GetValues("Access-Control-Allow-Methods").ShouldBe(["GET, PUT"]);
        preflight.Headers.GetValues("Access-Control-Max-Age").ShouldBe(["3600"]);
        using var simple = await node.SendAsync("front", "/", change: request => Origin(request, "https://ok.test", preflight: false));
        simple.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://ok.test"]);
        using var foreign = await node.SendAsync("front", "/", change: request => Origin(request, "https://evil.test", preflight: false));
        foreign.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    [Fact]
    public async Task The_app_sees_who_asked_for_what()
    {
        await using var node = await TestNode.StartAsync();
        await node.DeployAsync(node.Release("heads", "r1", node.Service()));
        (await node.GetAsync("heads", "/cgi-bin/headers?a=b")).ShouldBe("heads.localhost|127.0.0.1|http|heads.localhost|/cgi-bin/headers?a=b");
        var metrics = await node.Cluster.GetMetricsAsync();
        metrics.ShouldContain("pipelines_ingress_requests_total{app=\"heads\",component=\"web\",class=\"2xx\"} 1");
        metrics.ShouldContain("pipelines_node_instances_ready{app=\"heads\",component=\"web\"} 1");
    }

    [Fact]
    public async Task An_upgraded_connection_carries_bytes_both_ways()
    {
        await using var node = await TestNode.StartAsync();
        const string Server = """
            cat >/tmp/s <<'X'
            while read -r line; do [ "$line" = "$(printf '\r')" ] && break; done
            printf 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n'
            exec cat
            X
            exec nc -ll -p $PORT -e sh /tmp/s
            """;
        await node.DeployAsync(node.Release("sock", "r1", node.Service(command: Server) with { Readiness = new HealthProbe(null, 8080, 0, 1, 1, 1, 15) }));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, node.Options.IngressUrl.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: sock.localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync()).ShouldBe("HTTP/1.1 101 Switching Protocols");
        while (!string.IsNullOrEmpty(await reader.ReadLineAsync()))
        {
        }

        await stream.WriteAsync("ping\n"u8.ToArray());
        (await reader.ReadLineAsync()).ShouldBe("ping");
    }

    private static IngressMatch Prefix(string path) => new() { Path = new StringMatch { Prefix = path } };

    private static void Origin(HttpRequestMessage request, string origin, bool preflight)
    {
        request.Headers.Add("Origin", origin);
        if (preflight)
        {
            request.Headers.Add("Access-Control-Request-Method", "PUT");
        }
    }

    private static async Task StatusAsync(TestNode node, string host, string path, HttpStatusCode status)
    {
        using var response = await node.SendAsync(host, path);
        response.StatusCode.ShouldBe(status);
    }

    private static async Task RedirectsAsync(TestNode node, string path, HttpStatusCode status, string location)
    {
        using var response = await node.SendAsync("front", path);
        response.StatusCode.ShouldBe(status);
        response.Headers.Location!.ToString().ShouldBe(location);
    }
}
