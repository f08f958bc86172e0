using System.Net;
using System.Net.Sockets;
using Pipelines.Node.Tests.Cluster;
using Pipelines.Node.Tests.Destinations;

namespace Pipelines.Node.Tests.Ingress;

public sealed class BehindGatewayTests
{
    [Theory]
    [InlineData(null, "203.0.113.7, 127.0.0.1|https|shop.example.test")]
    [InlineData("127.0.0.1", "203.0.113.7, 127.0.0.1|https|shop.example.test")]
    [InlineData("none", "127.0.0.1|http|www.example.test")]
    [InlineData("10.0.0.0/8", "127.0.0.1|http|www.example.test")]
    public async Task A_gateway_is_believed_where_it_is_trusted(string? trusted, string seen)
    {
        await using var server = await UpstreamServer.StartAsync(UpstreamServer.EchoAsync);
        await using var node = await TestNode.StartAsync("process", change: options => options with { TrustedProxies = trusted });
        await node.DeployAsync(node.Release("behind", "r1", server.Component()) with { Domains = ["www.example.test"] });
        using var response = await node.SendAsync("www.example.test", "/", change: request =>
        {
            request.Headers.Add("X-Forwarded-For", "203.0.113.7");
            request.Headers.Add("X-Forwarded-Proto", "https");
            request.Headers.Add("X-Forwarded-Host", "shop.example.test");
        });
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe($"HTTP/1.1|GET|www.example.test|{seen}|/|");
    }

    [Fact]
    public async Task The_ingress_listens_at_the_interface_it_is_told_and_at_no_other()
    {
        await using var server = await UpstreamServer.StartAsync(UpstreamServer.Say("found"));
        await using var node = await TestNode.StartAsync("process", change: options => options with { IngressUrl = new UriBuilder(options.IngressUrl) { Host = "127.0.0.2" }.Uri });
        await node.DeployAsync(node.Release("inner", "r1", server.Component()));
        (await node.GetAsync("inner", "/")).ShouldBe("found");
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await Should.ThrowAsync<SocketException>(() => socket.ConnectAsync(IPAddress.Loopback, node.Options.IngressUrl.Port));
    }
}
