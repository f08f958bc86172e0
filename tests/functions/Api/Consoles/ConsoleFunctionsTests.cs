using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Functions.Start;
using Pipelines.Functions.Tests.Platform;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Tests.Api.Consoles;

public sealed class ConsoleFunctionsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_typed_shown_and_resized_goes_through_as_doctl_speaks_it()
    {
        await using var world = await World.StartAsync();
        await using var client = await ConsoleClient.ConnectAsync(await world.AddressAsync());
        await client.ResizeAsync(120, 40);
        (await world.Shell.SizeAsync()).ShouldBe(new TerminalSize(120, 40));
        await client.ResizeAsync(-5, 1_000_000);
        (await world.Shell.SizeAsync()).ShouldBe(new TerminalSize(1, 1000));
        await client.TypeAsync("");
        await client.TypeAsync("l");
        await client.SendAsync("""{"op":"dance"}""");
        await client.SendAsync([0, 255, 128]);
        (await world.Shell.TypedTextAsync()).ShouldBe("l");
        (await world.Shell.TypedAsync()).ShouldBe([0, 255, 128]);

        // A character that is cut in two by how it was read, and bytes that are no text.
        await world.Shell.ShowAsync([0x1b, (byte)'[', (byte)'K', 0xe2, 0x82]);
        await world.Shell.ShowAsync([0xac, 0xff, (byte)'!']);
        await world.Shell.ShowAsync("\r\n"u8.ToArray());
        world.Shell.End(3);
        (await client.ReadToEndAsync()).ShouldBe("\u001b[K€\ufffd!\r\n");
        client.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
        client.CloseReason.ShouldBe("the shell ended with exit code 3");
        await world.Shell.Disposed.Task.WaitAsync(Cancellation);

        await TestApi.UntilAsync(async () => (await world.AuditAsync()).Any(entry => entry.StartsWith("OpenConsole 101", StringComparison.Ordinal)), () => "no audit of the end");
        var audit = await world.AuditAsync();
        audit.ShouldContain(entry => entry.StartsWith("GetAppConsole 200", StringComparison.Ordinal));
        audit.ShouldContain(entry => entry.EndsWith($"/v2/apps/{world.App}/components/web/exec/web-1", StringComparison.Ordinal));
        world.Api.Logs.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_address_is_good_for_one_use_and_as_long_as_its_token()
    {
        await using var world = await World.StartAsync();
        var address = await world.AddressAsync();
        await using (await ConsoleClient.ConnectAsync(address))
        {
            (await ConsoleClient.RefusedAsync(address)).ShouldBe(HttpStatusCode.Forbidden);
        }

        (await ConsoleClient.RefusedAsync(address[..address.IndexOf('?', StringComparison.Ordinal)])).ShouldBe(HttpStatusCode.Forbidden);
        (await ConsoleClient.RefusedAsync(address[..^1] + (address[^1] == 'A' ? 'B' : 'A'))).ShouldBe(HttpStatusCode.Forbidden);
        (await ConsoleClient.RefusedAsync(address + new string('x', 1000))).ShouldBe(HttpStatusCode.Forbidden);

        var tokens = world.Api.Services.GetRequiredService<TokenStore>();
        var token = await tokens.CreateAsync("short", TokenScopes.Write, PlatformTeam.Id, null, Cancellation);
        var second = await world.AddressAsync(token.Secret);
        _ = await tokens.RevokeAsync(token.Token.Id, Cancellation);
        (await ConsoleClient.RefusedAsync(second)).ShouldBe(HttpStatusCode.Gone);
        world.Api.Logs.All.ShouldNotContain(address[(address.IndexOf('=', StringComparison.Ordinal) + 1)..]);
    }

    [Fact]
    public async Task What_cannot_be_opened_is_said_before_or_at_the_terminal()
    {
        await using var world = await World.StartAsync();
        _ = await world.Api.GetAsync($"v2/apps/{world.App}/components/nobody/exec", HttpStatusCode.NotFound);
        _ = await world.Api.GetAsync($"v2/apps/{world.App}/components/web/exec?instance_name=web-9", HttpStatusCode.NotFound);
        _ = await world.Api.GetAsync($"v2/apps/{world.App}/deployments/{Guid.NewGuid()}/components/web/exec", HttpStatusCode.NotFound);
        var named = (await world.Api.GetAsync($"v2/apps/{world.App}/deployments/{world.Deployment}/components/web/exec?instance_name=web-2")).GetProperty("url").GetString()!;

        world.Api.Cluster.OnShell = request =>
        {
            request.ShouldBe(new ShellRequest(world.App, "web-2", TerminalSize.Usual));
            throw new ShellException(ShellFailure.NoShell, "The image has no shell.");
        };
        await using var client = await ConsoleClient.ConnectAsync(named);
        (await client.ReadToEndAsync()).ShouldContain("The image has no shell.");
        client.CloseStatus.ShouldBe(WebSocketCloseStatus.PolicyViolation);
        client.CloseReason.ShouldBe("The image has no shell.");
    }

    [Fact]
    public async Task A_client_that_goes_or_talks_nonsense_ends_its_shell()
    {
        await using var world = await World.StartAsync();
        await (await ConsoleClient.ConnectAsync(await world.AddressAsync())).DisposeAsync();
        await world.Shell.Disposed.Task.WaitAsync(Cancellation);

        foreach (var (nonsense, status) in ((byte[], WebSocketCloseStatus)[])[("{"u8.ToArray(), WebSocketCloseStatus.InvalidPayloadData), (Encoding.UTF8.GetBytes($"\"{new string('x', 70_000)}\""), WebSocketCloseStatus.MessageTooBig)])
        {
            world.NextShell();
            await using var client = await ConsoleClient.ConnectAsync(await world.AddressAsync());
            await client.SendAsync(Encoding.UTF8.GetString(nonsense));
            (await client.ReadToEndAsync()).ShouldBeEmpty();
            client.CloseStatus.ShouldBe(status);
            await world.Shell.Disposed.Task.WaitAsync(Cancellation);
        }
    }

    [Fact]
    public async Task A_client_that_does_not_read_holds_up_its_shell_and_nothing_more()
    {
        await using var world = await World.StartAsync();
        await using var client = await ConsoleClient.ConnectAsync(await world.AddressAsync());
        var (chunk, taken, idle) = (new byte[8192], 0, 0);
        Array.Fill(chunk, (byte)'x');
        await TestApi.UntilAsync(
            () =>
            {
                idle = world.Shell.TryShow(chunk) ? 0 : idle + 1;
                taken += idle == 0 ? 1 : 0;
                return Task.FromResult(idle == 50);
            },
            () => $"{taken} chunks were taken without end");
        ((long)taken * chunk.Length).ShouldBeLessThan(16 << 20);
        _ = await world.Api.GetAsync($"v2/apps/{world.App}");
        world.Shell.End(0);
        (await client.ReadToEndAsync()).Length.ShouldBe(taken * chunk.Length);
    }

    [Fact]
    public async Task Consoles_are_counted_and_idle_ones_and_those_of_ended_tokens_are_closed()
    {
        await using var world = await World.StartAsync(api =>
        {
            api.Settings["Pipelines:Consoles:MaximumPerApp"] = "1";
            api.Settings["Pipelines:Consoles:IdleTimeout"] = "00:00:00.001";
        });
        await using var client = await ConsoleClient.ConnectAsync(await world.AddressAsync());
        (await ConsoleClient.RefusedAsync(await world.AddressAsync())).ShouldBe(HttpStatusCode.TooManyRequests);
        (await client.ReadToEndAsync()).ShouldContain("idle for too long");
        client.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
        await world.Shell.Disposed.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task A_host_that_stops_says_so()
    {
        await using var world = await World.StartAsync();
        await using var client = await ConsoleClient.ConnectAsync(await world.AddressAsync());
        var stop = world.Api.Host.StopAsync(Cancellation);
        (await client.ReadToEndAsync()).ShouldContain("restarted");
        client.CloseStatus.ShouldBe(WebSocketCloseStatus.EndpointUnavailable);
        await stop;
    }

    /// <summary>An app with two instances, and a shell that a test plays.</summary>
    private sealed class World(TestApi api, string app, string deployment) : IAsyncDisposable
    {
        public TestApi Api => api;

        public string App => app;

        public string Deployment => deployment;

        public FakeShell Shell { get; private set; } = new();

        public static async Task<World> StartAsync(Action<TestApi>? configure = null)
        {
            var api = new TestApi();
            configure?.Invoke(api);
            var (app, deployment) = await (await api.StartAsync()).CreateActiveAsync();
            api.Cluster.Instances.AddRange(((string[])["web-1", "web-2"]).Select(name =>
                new InstanceStatus(deployment, "web", ComponentKind.Service, name, true, DateTimeOffset.UnixEpoch, 0, null, null)));
            var world = new World(api, app, deployment);
            api.Cluster.OnShell = _ => world.Shell;
            return world;
        }

        public void NextShell() => Shell = new FakeShell();

        public async Task<string> AddressAsync(string? secret = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"v2/apps/{app}/components/web/exec");
            request.Headers.Authorization = new("Bearer", secret ?? api.Token);
            using var response = await api.Client.SendAsync(request, Cancellation);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            using var answer = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
            return answer.RootElement.GetProperty("url").GetString()!;
        }

        public async Task<List<string>> AuditAsync() =>
            [.. (await api.GetAsync("platform/audit")).GetProperty("entries").EnumerateArray()
                .Select(entry => $"{entry.GetProperty("operation")} {(entry.TryGetProperty("status", out var status) ? status : default)} {entry.GetProperty("path")}")];

        public ValueTask DisposeAsync() => api.DisposeAsync();
    }
}
