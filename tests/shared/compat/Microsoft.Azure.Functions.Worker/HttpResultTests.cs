using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Azure.Functions.Worker.Tests.Hosting;
using Microsoft.Azure.Functions.Worker.Tests.Samples;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Tests;

public sealed class HttpResultTests : IAsyncLifetime
{
    private TestHost host = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync(args: ["--environment", "Development"]);

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("action", 201, "application/json; charset=utf-8", """{"firstName":"Ada"}""")]
    [InlineData("minimal", 418, "text/plain; charset=utf-8", "teapot")]
    [InlineData("object", 200, "application/json; charset=utf-8", """{"firstName":"Ada"}""")]
    [InlineData("text", 200, "text/plain; charset=utf-8", "häh")]
    [InlineData("null", 204, null, "")]
    [InlineData("void", 203, null, "")]
    public async Task What_a_function_returns_becomes_the_response(string name, int status, string? type, string body)
    {
        var response = await host.Client.GetAsync($"api/results/{name}");

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType?.ToString().ShouldBe(type);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
    }

    [Fact]
    public async Task Request_and_response_data_work_too()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/results/data?q=a+b") { Content = new StringContent("hello") };
        request.Headers.Add("X-Sent", "yes");

        var response = await host.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        response.Headers.GetValues("X-Seen").ShouldBe(["yes"]);
        response.Headers.GetValues("Set-Cookie").ShouldBe(["biscuit=1"]);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"sent":"hello","query":"a b","absolutePath":"/api/results/data"}""");
    }

    [Fact]
    public async Task An_exception_is_logged_and_not_told()
    {
        var response = await host.Client.GetAsync("api/results/throws");
        var body = await response.Content.ReadAsStringAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        body.ShouldNotContain("secret");
        body.ShouldNotContain("InvalidOperationException");
        body.ShouldContain("invocationId");
        host.Logs.Entries.ShouldContain(entry => entry.Level == LogLevel.Error && entry.Text.Contains("the secret of /api/results/throws"));
    }

    [Fact]
    public async Task An_exception_after_the_first_bytes_breaks_the_connection() =>
        await Should.ThrowAsync<HttpRequestException>(() => host.Client.GetStringAsync("api/results/throwslate"));

    [Fact]
    public async Task A_response_streams_while_the_function_runs()
    {
        using var response = await host.Client.GetAsync("api/results/stream", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));

        (await reader.ReadLineAsync(Cancellation)).ShouldBe("first");
        host.Services.GetRequiredService<Probe>().Release.SetResult();
        (await reader.ReadLineAsync(Cancellation)).ShouldBe("second");
    }

    [Fact]
    public async Task A_function_can_accept_a_web_socket()
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = "api/results/socket" }.Uri, Cancellation);
        await socket.SendAsync("ping"u8.ToArray(), WebSocketMessageType.Text, true, Cancellation);
        var buffer = new byte[100];

        var received = await socket.ReceiveAsync(buffer.AsMemory(), Cancellation);

        Encoding.UTF8.GetString(buffer, 0, received.Count).ShouldBe("ping");
        (await socket.ReceiveAsync(buffer.AsMemory(), Cancellation)).MessageType.ShouldBe(WebSocketMessageType.Close);
    }

    [Fact]
    public async Task Each_invocation_has_a_scope_and_an_instance_of_its_own_and_disposes_of_it()
    {
        var first = (await host.Client.GetStringAsync("api/results/scope")).Split(' ');
        var second = (await host.Client.GetStringAsync("api/results/scope")).Split(' ');

        first[0].ShouldBe(first[1]);
        second[0].ShouldBe(second[1]);
        first[0].ShouldNotBe(second[0]);
        host.Services.GetRequiredService<Probe>().Steps.ShouldBe(["disposed", "disposed"]);
    }
}
