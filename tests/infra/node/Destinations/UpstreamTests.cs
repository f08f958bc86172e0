using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pipelines.Clusters;
using Pipelines.Node.State;
using Pipelines.Node.Tests.Cluster;

namespace Pipelines.Node.Tests.Destinations;

public sealed class UpstreamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, HttpProtocols.Http1, "HTTP/1.1")]
    [InlineData(true, HttpProtocols.Http2, "HTTP/2")]
    public async Task Requests_reach_what_runs_elsewhere_and_nothing_runs_here(bool http2, HttpProtocols protocols, string version)
    {
        await using var server = await UpstreamServer.StartAsync(UpstreamServer.EchoAsync, protocols);
        await using var node = await TestNode.StartAsync();
        var status = await node.DeployAsync(node.Release("edge", "r1", server.Component(http2: http2)));
        status.State.ShouldBe(ReleaseState.Healthy);
        status.Components.ShouldHaveSingleItem().ShouldBe(new ComponentStatus("web", ReleaseState.Healthy, 0, 0, 0, null));

        (await node.GetAsync("edge", "/a/b?c=d%20e")).ShouldBe($"{version}|GET|edge.localhost|127.0.0.1|http|edge.localhost|/a/b?c=d%20e|");
        using var posted = await node.SendAsync("edge", "/form", HttpMethod.Post, request => request.Content = new StringContent("sent"));
        (await posted.Content.ReadAsStringAsync(Cancellation)).ShouldBe($"{version}|POST|edge.localhost|127.0.0.1|http|edge.localhost|/form|sent");

        (await node.Cluster.ListInstancesAsync("edge", Cancellation)).ShouldBeEmpty();
        (await node.Cluster.ReadLogsAsync(new InstanceLogQuery("edge"), Cancellation).ToListAsync(Cancellation)).ShouldBeEmpty();
        Directory.EnumerateFiles("/var/run/netns", $"pl-{new NodePaths(node.Data).Tag}-*").ShouldBeEmpty();
        (await node.Cluster.GetMetricsAsync(Cancellation)).ShouldContain("pipelines_ingress_requests_total{app=\"edge\",component=\"web\",class=\"2xx\"} 2");
    }

    [Fact]
    public async Task A_websocket_carries_messages_both_ways()
    {
        await using var server = await UpstreamServer.StartAsync(EchoMessagesAsync);
        await using var node = await TestNode.StartAsync("process");
        await node.DeployAsync(node.Release("socket", "r1", server.Component()));
        using var socket = await OpenSocketAsync(node, "socket");
        await socket.SendAsync("ping"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Cancellation);
        var buffer = new byte[16];
        var received = await socket.ReceiveAsync(buffer, Cancellation);
        Encoding.UTF8.GetString(buffer, 0, received.Count).ShouldBe("ping");
    }

    [Fact]
    public async Task The_release_before_answers_while_the_new_one_cannot_be_reached()
    {
        await using var server = await UpstreamServer.StartAsync(UpstreamServer.Say("one"));
        await using var node = await TestNode.StartAsync("process");
        await node.DeployAsync(node.Release("spare", "r1", server.Component()));
        await node.DeployAsync(node.Release("spare", "r2", UpstreamServer.ComponentAt(Nowhere())));
        (await node.GetAsync("spare", "/")).ShouldBe("one");
        using var posted = await node.SendAsync("spare", "/", HttpMethod.Post, request => request.Content = new StringContent("sent"));
        posted.StatusCode.ShouldBe(HttpStatusCode.OK);

        await node.Cluster.RetireAsync("spare", "r1", Cancellation);
        using var lost = await node.SendAsync("spare", "/");
        lost.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
    }

    [Fact]
    public async Task An_address_that_swallows_connections_counts_as_not_reached()
    {
        using var full = await FullListener.StartAsync();
        await using var server = await UpstreamServer.StartAsync(UpstreamServer.Say("one"));
        await using var node = await TestNode.StartAsync("process");
        await node.DeployAsync(node.Release("void", "r1", server.Component()));
        await node.DeployAsync(node.Release("void", "r2", UpstreamServer.ComponentAt(full.Url)));
        using var posted = await node.SendAsync("void", "/", HttpMethod.Post, request => request.Content = new StringContent("sent"));
        (await posted.Content.ReadAsStringAsync(Cancellation)).ShouldBe("one");
    }

    [Fact]
    public async Task Only_what_may_be_repeated_is_sent_again_when_a_connection_breaks()
    {
        var broken = 0;
        await using var server = await UpstreamServer.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref broken) % 2 == 1)
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
                context.Abort();
                return;
            }

            await context.Response.WriteAsync("fine");
        });
        await using var node = await TestNode.StartAsync("process");
        await node.DeployAsync(node.Release("frail", "r1", server.Component()));
        (await node.GetAsync("frail", "/")).ShouldBe("fine");
        server.Requests.ShouldBe(2);
        using var posted = await node.SendAsync("frail", "/", HttpMethod.Post, request => request.Content = new StringContent("sent"));
        posted.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        server.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task Retirement_waits_for_what_is_in_flight_and_then_cuts_it_off()
    {
        var entered = new TaskCompletionSource();
        var stuck = new TaskCompletionSource();
        var released = new TaskCompletionSource();
        await using var old = await UpstreamServer.StartAsync(async context =>
        {
            if (context.WebSockets.IsWebSocketRequest)
            {
                await EchoMessagesAsync(context);
                return;
            }

            if (context.Request.Path == "/stuck")
            {
                stuck.SetResult();
                await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
            }

            entered.SetResult();
            await released.Task;
            await context.Response.WriteAsync("finished");
        });
        await using var fresh = await UpstreamServer.StartAsync(UpstreamServer.Say("two"));
        await using var node = await TestNode.StartAsync("process");
        await node.DeployAsync(node.Release("drain", "r1", old.Component(drain: 60)));
        var slow = node.GetAsync("drain", "/slow");
        await entered.Task.WaitAsync(Cancellation);
        await node.DeployAsync(node.Release("drain", "r2", fresh.Component(drain: 1)));
        var retired = node.Cluster.RetireAsync("drain", "r1", Cancellation);
        await node.WaitAsync("drain", "r1", each => each.State == ReleaseState.Retiring);
        (await node.GetAsync("drain", "/")).ShouldBe("two");
        retired.IsCompleted.ShouldBeFalse();
        released.SetResult();
        (await slow).ShouldBe("finished");
        await retired;

        await node.DeployAsync(node.Release("drain", "r3", old.Component(drain: 1)));
        using var socket = await OpenSocketAsync(node, "drain");
        var repeated = node.GetAsync("drain", "/stuck");
        await stuck.Task.WaitAsync(Cancellation);
        await node.DeployAsync(node.Release("drain", "r4", fresh.Component()));
        await node.Cluster.RetireAsync("drain", "r3", Cancellation);
        (await repeated).ShouldBe("two");
        await Should.ThrowAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[1], Cancellation));
    }

    [Fact]
    public async Task Nothing_is_lost_when_traffic_goes_from_one_address_to_another_under_load()
    {
        await using var node = await TestNode.StartAsync("process");
        var running = await UpstreamServer.StartAsync(UpstreamServer.SayLater("v0"));
        await node.DeployAsync(node.Release("moving", "r0", running.Component()));
        await using var reads = new Load(node, "moving", "/");
        await using var writes = new Load(node, "moving", "/", HttpMethod.Post);
        for (var i = 1; i <= 12; i++)
        {
            var next = await UpstreamServer.StartAsync(UpstreamServer.SayLater($"v{i}"), i % 3 == 0 ? HttpProtocols.Http2 : HttpProtocols.Http1);
            await node.DeployAsync(node.Release("moving", $"r{i}", next.Component(http2: i % 3 == 0)));

            // Back and forth, as a roll-back on probation does it.
            await node.Cluster.RouteAsync("moving", $"r{i - 1}", Cancellation);
            await node.Cluster.RouteAsync("moving", $"r{i}", Cancellation);
            await node.Cluster.RetireAsync("moving", $"r{i - 1}", Cancellation);
            await running.DisposeAsync();
            var seen = next.Requests;
            await Eventually.BeAsync(() => next.Requests > seen + 20, "the new one has visitors");
            running = next;
        }

        (await reads.EndAsync()).ShouldBeEmpty();
        (await writes.EndAsync()).ShouldBeEmpty();
        reads.Answered.ShouldBeGreaterThan(100);
        writes.Answered.ShouldBeGreaterThan(100);
        (await node.GetAsync("moving", "/")).ShouldBe("v12");
        await running.DisposeAsync();
    }

    [Fact]
    public async Task Routes_outlive_the_node_and_end_with_their_app()
    {
        await using var server = await UpstreamServer.StartAsync(UpstreamServer.Say("here"));
        await using var node = await TestNode.StartAsync("process");
        await node.DeployAsync(node.Release("lasting", "r1", server.Component()));
        await node.RestartAsync();
        await node.WaitAsync("lasting", "r1", each => each is { State: ReleaseState.Healthy, Routed: true });
        (await node.GetAsync("lasting", "/")).ShouldBe("here");

        await node.Cluster.DeleteAppAsync("lasting", Cancellation);
        using var gone = await node.SendAsync("lasting", "/");
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        Directory.EnumerateDirectories(Path.Combine(node.Data, "apps")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_address_with_more_than_host_and_port_is_refused()
    {
        await using var node = await TestNode.StartAsync("process");
        var release = node.Release("strict", "r1", UpstreamServer.ComponentAt(new Uri("http://127.0.0.1:80/path")));
        (await Should.ThrowAsync<ClusterException>(() => node.Cluster.ApplyAsync(release, Cancellation))).Message.ShouldContain("upstream");
    }

    private static Uri Nowhere()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new Uri($"http://{socket.LocalEndPoint}");
    }

    private static async Task<ClientWebSocket> OpenSocketAsync(TestNode node, string app)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Host", $"{app}.localhost");
        await socket.ConnectAsync(new UriBuilder(node.Options.IngressUrl) { Scheme = "ws" }.Uri, Cancellation);
        return socket;
    }

    private static async Task EchoMessagesAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[16];
        try
        {
            while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } received)
            {
                await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, context.RequestAborted);
            }
        }
        catch (WebSocketException)
        {
            // Cut off.
        }
    }
}
