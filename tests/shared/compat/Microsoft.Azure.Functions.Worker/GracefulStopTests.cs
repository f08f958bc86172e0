using System.Net;
using System.Net.Sockets;
using Microsoft.Azure.Functions.Worker.Tests.Hosting;
using Microsoft.Azure.Functions.Worker.Tests.Samples;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Tests;

public sealed class GracefulStopTests
{
    [Fact]
    public async Task A_request_in_flight_is_answered_and_no_new_one_accepted()
    {
        await using var host = await TestHost.StartAsync();
        var probe = host.Services.GetRequiredService<Probe>();

        var answer = host.Client.GetStringAsync("api/slow/release");
        await probe.Entered.Task;
        var stop = host.Host.StopAsync(TestContext.Current.CancellationToken);
        await host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.WhenCancelled();
        await Eventually.Async(() => IsRefusedAsync(host.Address));
        stop.IsCompleted.ShouldBeFalse();
        probe.Release.SetResult();

        (await answer).ShouldBe("released");
        await stop;
    }

    [Fact]
    public async Task A_request_that_does_not_end_cannot_hold_the_stop_up_for_ever()
    {
        await using var host = await TestHost.StartAsync(args: "--shutdownTimeoutSeconds=1");
        var probe = host.Services.GetRequiredService<Probe>();
        var answer = host.Client.GetStringAsync("api/slow/cancel");
        await probe.Entered.Task;

        await host.Host.StopAsync(TestContext.Current.CancellationToken);

        await Should.ThrowAsync<HttpRequestException>(answer);
    }

    private static async Task<bool> IsRefusedAsync(Uri address)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, address.Port);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
