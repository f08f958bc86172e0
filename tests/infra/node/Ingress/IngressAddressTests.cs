using System.Net;
using Pipelines.Node.Ingress;

namespace Pipelines.Node.Tests.Ingress;

public sealed class IngressAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080", "127.0.0.1", 8080)]
    [InlineData("http://0.0.0.0:80/", "0.0.0.0", 80)]
    [InlineData("http://[::]:8080", "::", 8080)]
    [InlineData("http://localhost:8080", null, 8080)]
    public void It_names_an_interface(string text, string? address, int port) =>
        IngressAddress.Parse(text).ShouldBe(new IngressAddress(address is null ? null : IPAddress.Parse(address), port));

    [Theory]
    [InlineData("http://apps.example.test:8080")]
    [InlineData("https://127.0.0.1:8443")]
    [InlineData("http://127.0.0.1:8080/apps")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("")]
    public void Anything_else_is_refused(string text) => Should.Throw<FormatException>(() => IngressAddress.Parse(text)).Message.ShouldContain($"'{text}'");
}
