using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Pipelines.Activities.LogForwarding;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Tests.LogForwarding;

/// <summary>Each kind of destination, against a real server that looks at what comes.</summary>
public sealed class DestinationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Datadog_logtail_opensearch_and_endpoints_are_posted_lines_in_their_own_form()
    {
        using var authority = new TestAuthority();
        using var rig = new ForwardingRig(authority);
        await using var receiver = await HttpReceiver.StartAsync(authority);
        rig.Options.LogtailUrl = receiver.Address;
        var (datadog, body) = await SendAsync(new LogDestination { Name = "d", Datadog = new DatadogDestination { ApiKey = "key", Endpoint = receiver.Address.ToString() } });
        datadog.Path.ShouldBe("/api/v2/logs");
        datadog.Headers["DD-API-KEY"].ShouldBe("key");
        body[1]!.ToJsonString().ShouldBe("""{"message":"zwei \u20AC","timestamp":1000,"service":"web","hostname":"web-1","ddsource":"pipelines","ddtags":"app:shop,component:web"}""");

        var (logtail, _) = await SendAsync(new LogDestination { Name = "l", Logtail = new LogtailDestination { Token = "token" } });
        logtail.Headers["Authorization"].ShouldBe("Bearer token");

        var search = new OpenSearchDestination { Endpoint = receiver.Address + "base", IndexName = "Shop", BasicAuth = new OpenSearchBasicAuth { User = "u", Password = "p" } };
        await using (var destination = rig.Destinations.Create(new LogDestination { Name = "o", OpenSearch = search }, "shop")!)
        {
            receiver.OnBody = _ => (200, """{"errors":true,"items":[{"create":{"status":409}},{"create":{"status":429}}]}""");
            (await Should.ThrowAsync<PartlyTakenException>(() => destination.SendAsync(ForwardingRig.Lines("eins", "zwei"), Cancellation))).Left.Single().Line.Text.ShouldBe("zwei");
            var sent = await receiver.NextAsync();
            sent.Path.ShouldBe("/base/Shop/_bulk");
            sent.Headers["Authorization"].ShouldBe("Basic dTpw");
            var lines = sent.Body.Split('\n');
            ((string)JsonNode.Parse(lines[0])!["create"]!["_id"]!).Length.ShouldBe(32);
            ((string)JsonNode.Parse(lines[1])!["message"]!).ShouldBe("eins");
        }

        async Task<(HttpReceiver.Received Received, JsonArray Body)> SendAsync(LogDestination settings)
        {
            await using var destination = rig.Destinations.Create(settings, "shop")!;
            await destination.SendAsync(ForwardingRig.Lines("eins", "zwei €"), Cancellation);
            var received = await receiver.NextAsync();
            var array = JsonNode.Parse(received.Body)!.AsArray();
            array.Count.ShouldBe(2);
            return (received, array);
        }
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_and_a_private_network_that_is_not_allowed_get_nothing()
    {
        using var authority = new TestAuthority();
        await using var receiver = await HttpReceiver.StartAsync(authority);
        receiver.OnBody = _ => throw new InvalidOperationException("nothing was to come");
        var settings = new LogDestination { Name = "e", Endpoint = receiver.Address.ToString() };
        using var strangers = new ForwardingRig();
        await using (var destination = strangers.Destinations.Create(settings, "shop")!)
        {
            (await Should.ThrowAsync<DestinationException>(() => destination.SendAsync(ForwardingRig.Lines("x"), Cancellation))).Message.ShouldContain("certificate");
        }

        using var bounded = new ForwardingRig(authority);
        bounded.Options.AllowPrivateNetworks = false;
        foreach (var each in (LogDestination[])[settings, new LogDestination { Name = "p", Papertrail = new PapertrailDestination { Endpoint = $"localhost:{receiver.Address.Port}" } }])
        {
            await using var destination = bounded.Destinations.Create(each, "shop")!;
            (await Should.ThrowAsync<DestinationException>(() => destination.SendAsync(ForwardingRig.Lines("x"), Cancellation))).Message.ShouldContain("private network");
        }
    }

    [Fact]
    public async Task Papertrail_gets_syslog_messages_over_tls_each_after_its_length_and_again_when_the_connection_broke()
    {
        using var authority = new TestAuthority();
        using var rig = new ForwardingRig(authority);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await using var destination = rig.Destinations.Create(new LogDestination { Name = "p", Papertrail = new PapertrailDestination { Endpoint = "localhost:" + port } }, "shop")!;
        var lines = ForwardingRig.Lines("eins", "zwei €");
        var sending = destination.SendAsync(lines, Cancellation);

        // It reads, and breaks off: whether it has kept anything nobody knows.
        using (var first = await listener.AcceptTcpClientAsync(Cancellation))
        {
            await using var broken = await SecureAsync(first, authority);
            _ = await ReadMessageAsync(broken);
        }

        await Should.ThrowAsync<DestinationException>(() => sending);
        var again = destination.SendAsync(lines, Cancellation);
        using var second = await listener.AcceptTcpClientAsync(Cancellation);
        await using var stream = await SecureAsync(second, authority);
        (await ReadMessageAsync(stream)).ShouldBe("<14>1 1970-01-01T00:00:00.000000Z shop web web-1 - - eins");
        (await ReadMessageAsync(stream)).ShouldBe("<14>1 1970-01-01T00:00:01.000000Z shop web web-1 - - zwei €");
        await again;

        // The connection stays for what comes next.
        var next = destination.SendAsync(ForwardingRig.Lines("drei"), Cancellation);
        (await ReadMessageAsync(stream)).ShouldEndWith("- - drei");
        await next;
    }

    private static async Task<SslStream> SecureAsync(TcpClient client, TestAuthority authority)
    {
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(authority.Certificate, false, false);
        return stream;
    }

    private static async Task<string> ReadMessageAsync(SslStream stream)
    {
        var length = 0;
        var digit = new byte[1];
        while (true)
        {
            await stream.ReadExactlyAsync(digit, Cancellation);
            if (digit[0] == ' ')
            {
                break;
            }

            length = (length * 10) + (digit[0] - '0');
        }

        var message = new byte[length];
        await stream.ReadExactlyAsync(message, Cancellation);
        return Encoding.UTF8.GetString(message);
    }
}
