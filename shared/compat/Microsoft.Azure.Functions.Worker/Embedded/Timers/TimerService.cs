using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Pipelines.Functions.Embedded;

/// <summary>
/// Runs the timer functions, each in its own loop: a run begins after the one before it has ended, and the occurrences
/// that pass meanwhile are left out.
/// </summary>
internal sealed partial class TimerService : BackgroundService
{
    // A clock that is set forward is noticed within this time.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly List<FunctionTimer> timers;
    private readonly FunctionPipeline pipeline;
    private readonly IServiceScopeFactory scopes;
    private readonly TimerStatusStore store;
    private readonly HostSettings settings;
    private readonly TimeProvider time;
    private readonly ILogger<TimerService> logger;

    /// <summary>Reads the schedules of all timer functions.</summary>
    /// <exception cref="InvalidOperationException">A schedule is not one; the message names its function.</exception>
    public TimerService(
        IReadOnlyList<FunctionDescriptor> functions,
        FunctionPipeline pipeline,
        IServiceScopeFactory scopes,
        TimerStatusStore store,
        HostSettings settings,
        IConfiguration configuration,
        TimeProvider time,
        ILogger<TimerService> logger)
    {
        this.pipeline = pipeline;
        this.scopes = scopes;
        this.store = store;
        this.settings = settings;
        this.time = time;
        this.logger = logger;
        var now = time.GetUtcNow();
        timers = [.. from function in functions
                     let trigger = function.Trigger as TimerTriggerAttribute
                     where trigger is not null
                     select new FunctionTimer(function, trigger, configuration, now)];
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(timers.Select(timer => KeepRunningAsync(timer, stoppingToken)));

    private async Task KeepRunningAsync(FunctionTimer timer, CancellationToken stopping)
    {
        try
        {
            var last = await StartAsync(timer, stopping);
            while (timer.Next(time.GetUtcNow()) is { } next)
            {
                await WaitUntilAsync(next, stopping);
                last = await RunAsync(timer, next.UtcDateTime, last, isPastDue: false, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            LogStopped(timer.Function.Name);
        }
        catch (Exception exception)
        {
            // One timer whose status cannot be written must not take the others, or the host, with it.
            LogBroken(exception, timer.Function.Name);
        }
    }

    private async Task<DateTime> StartAsync(FunctionTimer timer, CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        var status = timer.IsMonitored ? store.Read(timer.Function.Name) : null;
        var last = status?.Last ?? default;
        var isPastDue = status is not null && timer.IsPastDue(status, now);
        if (isPastDue || timer.RunOnStartup)
        {
            return await RunAsync(timer, now.UtcDateTime, last, isPastDue, stopping);
        }

        Keep(timer, last);
        return last;
    }

    private async Task<DateTime> RunAsync(
        FunctionTimer timer, DateTime occurrence, DateTime last, bool isPastDue, CancellationToken stopping)
    {
        await InvokeAsync(timer, last, isPastDue, stopping);
        Keep(timer, occurrence);
        return occurrence;
    }

    private async Task InvokeAsync(FunctionTimer timer, DateTime last, bool isPastDue, CancellationToken stopping)
    {
        using var deadline = new CancellationTokenSource(settings.FunctionTimeout, time);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping);
        await using var scope = scopes.CreateAsyncScope();
        var context = new EmbeddedFunctionContext(
            timer.Function, scope.ServiceProvider, new Dictionary<string, object?>(), cancellation.Token);
        context.Features.Set(InfoOf(timer, last, isPastDue));
        try
        {
            await pipeline.InvokeAsync(context);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Its status stays as it was: a monitored run that the stop cut short is made up for at the next start.
            throw;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            LogTimeout(timer.Function.Name, context.InvocationId, settings.FunctionTimeout);
        }
        catch (Exception exception)
        {
            LogFailure(exception, timer.Function.Name, context.InvocationId);
        }
    }

    private TimerInfo InfoOf(FunctionTimer timer, DateTime last, bool isPastDue)
    {
        var status = timer.IsMonitored ? timer.StatusAt(time.GetUtcNow(), last) : null;
        return new TimerInfo
        {
            IsPastDue = isPastDue,
            ScheduleStatus = status is null
                ? null
                : new ScheduleStatus { Last = status.Last, Next = status.Next, LastUpdated = status.LastUpdated },
        };
    }

    private void Keep(FunctionTimer timer, DateTime last)
    {
        if (timer.IsMonitored)
        {
            store.Write(timer.Function.Name, timer.StatusAt(time.GetUtcNow(), last));
        }
    }

    private async Task WaitUntilAsync(DateTimeOffset next, CancellationToken stopping)
    {
        while (next - time.GetUtcNow() is { Ticks: > 0 } remaining)
        {
            await Task.Delay(remaining < LongestWait ? remaining : LongestWait, time, stopping);
        }
    }
}
