using System.Net;
using Pipelines.Node.Ingress;

namespace Pipelines.Node.Tests.Ingress;

public sealed class TrustedProxiesTests
{
    [Theory]
    [InlineData("127.0.0.0/8,::1", "127.0.0.1", true)]
    [InlineData("127.0.0.0/8,::1", "::ffff:127.0.0.9", true)]
    [InlineData("127.0.0.0/8,::1", "::1", true)]
    [InlineData("127.0.0.0/8,::1", "10.0.0.1", false)]
    [InlineData("10.244.0.0/16, 10.0.0.7", "10.244.3.4", true)]
    [InlineData("10.244.0.0/16, 10.0.0.7", "10.0.0.7", true)]
    [InlineData("10.244.0.0/16, 10.0.0.7", "10.0.0.8", false)]
    [InlineData("10.244.0.0/16, 10.0.0.7", "127.0.0.1", false)]
    [InlineData("fd00::/8", "fd12::1", true)]
    [InlineData("none", "127.0.0.1", false)]
    [InlineData("", "127.0.0.1", false)]
    public void Only_those_named_are_believed(string text, string peer, bool believed) =>
        TrustedProxies.Parse(text).Contains(IPAddress.Parse(peer)).ShouldBe(believed);

    [Fact]
    public void Nobody_is_nobody() => TrustedProxies.Parse("0.0.0.0/0").Contains(null).ShouldBeFalse();

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("everyone")]
    [InlineData("127.0.0.1,none")]
    public void What_is_no_network_is_refused(string text) => Should.Throw<FormatException>(() => TrustedProxies.Parse(text));
}
