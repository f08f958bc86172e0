using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipelines.Activities.LogForwarding.Destinations;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Deployments;
using Pipelines.Storage.Secrets;

namespace Pipelines.Activities.LogForwarding;

/// <summary>
/// Forwards the run logs of all apps whose active deployment names log destinations. A deployment that becomes active with
/// other destinations changes where they go; nothing of this is part of what runs.
/// </summary>
internal sealed partial class LogForwardingService(
    AppStore apps,
    DeploymentStore deployments,
    SecretProtector secrets,
    ICluster cluster,
    ForwardingStore store,
    LogDestinations destinations,
    IOptions<LogForwardingOptions> options,
    TimeProvider time,
    ILogger<LogForwardingService> logger) : BackgroundService
{
    private readonly Dictionary<string, Running> running = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.LookInterval, time);
        try
        {
            do
            {
                await LookAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            await Task.WhenAll(running.Values.Select(each => each.StopAsync()));
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            var present = new HashSet<string>(StringComparer.Ordinal);
            string? after = null;
            while (await apps.ListAsync(after, cancellation: cancellation) is { Count: > 0 } page)
            {
                foreach (var app in page.Where(app => !app.Deleting))
                {
                    _ = present.Add(app.Id);
                    await FollowAsync(app, cancellation);
                }

                after = page[^1].Id;
            }

            await ForgetAsync(present, cancellation);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            // The store is away: what is forwarded goes on, what is new waits for the next look.
            LogFailed(exception);
        }
    }

    private async Task FollowAsync(App app, CancellationToken cancellation)
    {
        if (running.TryGetValue(app.Id, out var now) && (now.DeploymentId != app.ActiveDeploymentId || now.Work is { IsCompleted: true }))
        {
            await now.StopAsync();
            _ = running.Remove(app.Id);
        }

        if (app.ActiveDeploymentId is { } active && !running.ContainsKey(app.Id) && await deployments.GetAsync(app.Id, active, cancellation) is { } deployment)
        {
            running[app.Id] = Start(app, deployment);
        }
    }

    private Running Start(App app, Deployment deployment)
    {
        var spec = AppSpecSecrets.Map(deployment.Spec, value => secrets.TryUnprotect(value, app.Id, out var plain) ? plain : value);
        ForwardingTarget[] targets = [.. spec.Components.SelectMany(component => component.LogDestinations.Select(destination => new ForwardingTarget(component.Name, destination)))];
        var end = new CancellationTokenSource();
        return new Running(deployment.Id, targets.Length == 0 ? null : RunAsync(app, targets, deployment.CreatedAt, end.Token), end);
    }

    private async Task RunAsync(App app, ForwardingTarget[] targets, DateTimeOffset from, CancellationToken cancellation)
    {
        try
        {
            await new AppForwarding(app.Id, cluster, store, options.Value, time, logger).RunAsync(app.Spec.Name, targets, from, destinations, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogBroken(exception, app.Id);
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }

    private async Task ForgetAsync(HashSet<string> present, CancellationToken cancellation)
    {
        foreach (var (appId, gone) in running.Where(each => !present.Contains(each.Key)).ToList())
        {
            await gone.StopAsync();
            _ = running.Remove(appId);
            await store.DeleteAsync(appId, cancellation);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "It cannot be looked now which logs are to be forwarded")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Forwarding the logs of app {App} is tried again")]
    private partial void LogBroken(Exception exception, string app);

    /// <summary>What is done for an app.</summary>
    /// <param name="DeploymentId">The deployment whose spec it goes by.</param>
    /// <param name="Work">The forwarding; null where there is none to be done.</param>
    /// <param name="End">Ends it.</param>
    private sealed record Running(string DeploymentId, Task? Work, CancellationTokenSource End)
    {
        public async Task StopAsync()
        {
            await End.CancelAsync();
            await (Work ?? Task.CompletedTask);
            End.Dispose();
        }
    }
}
