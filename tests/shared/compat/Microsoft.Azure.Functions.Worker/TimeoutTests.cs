using System.Net;
using Microsoft.Azure.Functions.Worker.Tests.Hosting;
using Microsoft.Azure.Functions.Worker.Tests.Samples;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Tests;

public sealed class TimeoutTests
{
    private const string FiveMinutes = """{ "functionTimeout": "00:05:00" }""";

    [Theory]
    [InlineData("cancel")]
    [InlineData("release")]
    public async Task A_function_that_runs_too_long_is_cancelled_and_answered_for(string function)
    {
        var time = new ManualTime();
        await using var host = await TestHost.StartAsync(FiveMinutes, builder => builder.Services.AddSingleton<TimeProvider>(time));
        var probe = host.Services.GetRequiredService<Probe>();

        var answer = host.Client.GetAsync($"api/slow/{function}");
        await probe.Entered.Task;
        time.Advance(TimeSpan.FromSeconds(299));
        answer.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        var response = await answer;

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await response.Content.ReadAsStringAsync()).ShouldContain("The function did not end within 00:05:00.");
        host.Logs.All.ShouldContain("did not end within 00:05:00");
        probe.Release.SetResult();
    }

    [Fact]
    public async Task Minus_one_means_no_time_limit()
    {
        var time = new ManualTime();
        await using var host = await TestHost.StartAsync(
            """{ "functionTimeout": "-1" }""", builder => builder.Services.AddSingleton<TimeProvider>(time));
        var probe = host.Services.GetRequiredService<Probe>();

        var answer = host.Client.GetStringAsync("api/slow/release");
        await probe.Entered.Task;
        time.Advance(TimeSpan.FromDays(2));
        probe.Release.SetResult();

        (await answer).ShouldBe("released");
    }

    [Fact]
    public async Task A_client_that_goes_away_cancels_the_function()
    {
        await using var host = await TestHost.StartAsync(args: "--Logging:LogLevel:Default=Debug");
        var probe = host.Services.GetRequiredService<Probe>();
        using var gone = new CancellationTokenSource();

        var answer = host.Client.GetAsync("api/slow/cancel", gone.Token);
        await probe.Entered.Task;
        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(answer);

        // The host stops only when its requests have ended: were this one not cancelled, the stop would time out.
        await host.Host.StopAsync(TestContext.Current.CancellationToken);
        host.Logs.All.ShouldContain("The client of function UntilCancelled went away");
    }

    [Fact]
    public async Task A_body_above_the_limit_is_refused()
    {
        await using var host = await TestHost.StartAsync("""{ "extensions": { "http": { "maxRequestBodySize": 1000 } } }""");

        var fits = await host.Client.PostAsync("api/slow/upload", new ByteArrayContent(new byte[1000]));
        var tooLarge = await host.Client.PostAsync("api/slow/upload", new ByteArrayContent(new byte[1001]));

        (await fits.Content.ReadAsStringAsync()).ShouldBe("1000");
        tooLarge.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }
}
