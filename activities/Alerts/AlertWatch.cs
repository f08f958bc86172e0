using Microsoft.Extensions.Logging;
using Pipelines.Deployments;
using Pipelines.Deployments.Alerts;
using Pipelines.Storage.Metrics;

namespace Pipelines.Activities.Alerts;

/// <summary>Looks at the alerts of an app: what is new of them since it was last recorded.</summary>
/// <param name="alerts">How they are.</param>
/// <param name="happenings">Finds what has happened.</param>
/// <param name="metrics">What was measured.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Logs.</param>
public sealed partial class AlertWatch(AlertStore alerts, AlertHappenings happenings, IMetricReader metrics, TimeProvider time, ILogger<AlertWatch> logger)
{
    // One that does not answer is not waited for by each app in turn.
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);
    private DateTimeOffset _unavailableUntil;

    /// <summary>Tells what is new. An app that cannot be looked at holds up no other.</summary>
    internal async Task<IReadOnlyList<AlertChange>> LookAsync(App app)
    {
        try
        {
            return await FindAsync(app);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception, app.Id);
            return [];
        }
    }

    private async Task<IReadOnlyList<AlertChange>> FindAsync(App app)
    {
        var all = AlertCatalog.Of(app.Id, app.Spec);
        if (all.Count == 0)
        {
            return [];
        }

        var now = time.GetUtcNow();
        var states = await alerts.GetStatesAsync(app.Id);
        var changes = all.Where(alert => !states.ContainsKey(alert.Id)).Select(alert => new AlertChange(alert.Id, AlertChangeKind.Seen, "seen", now, "")).ToList();
        var watched = all.Where(alert => !alert.Spec.Disabled && states.ContainsKey(alert.Id)).ToList();
        changes.AddRange(await happenings.FindAsync(app, [.. watched.Where(alert => !alert.IsMeasured)], states));
        changes.AddRange(await MeasureAsync(app, [.. watched.Where(alert => alert.IsMeasured)], states, now));
        return changes;
    }

    private async Task<IReadOnlyList<AlertChange>> MeasureAsync(App app, IReadOnlyList<Alert> watched, IReadOnlyDictionary<string, AlertState> states, DateTimeOffset now)
    {
        if (watched.Count == 0 || now < _unavailableUntil)
        {
            return [];
        }

        try
        {
            var longest = watched.Max(alert => alert.Window);
            var range = await metrics.ReadAsync(app.Id, now - longest - MetricResolution.All[0].Step, now);
            return [.. watched.Select(alert => Judge(alert, states[alert.Id], AlertValues.Of(alert, range, now), now)).OfType<AlertChange>()];
        }
        catch (MetricsUnavailableException exception)
        {
            _unavailableUntil = now + s_pause;
            LogUnmeasured(exception.Message);
            return [];
        }
    }

    private static AlertChange? Judge(Alert alert, AlertState state, double? value, DateTimeOffset now)
    {
        if (value is not { } measured)
        {
            return null;
        }

        var isExceeded = alert.IsExceededBy(measured);
        if (isExceeded == state.IsRaised)
        {
            return state.IsMeasured ? null : new AlertChange(alert.Id, AlertChangeKind.Measured, "measured", now, "", measured);
        }

        var kind = isExceeded ? AlertChangeKind.Raised : AlertChangeKind.Recovered;
        return new AlertChange(alert.Id, kind, $"{kind}/{now.UtcTicks}", now, AlertText.Of(alert, kind, measured), measured);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Alerts cannot be measured for the moment: {Reason}")]
    private partial void LogUnmeasured(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The alerts of app {App} could not be looked at")]
    private partial void LogFailed(Exception exception, string app);
}
