using Pipelines.Activities.Metrics;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Deployments.Alerts;
using Pipelines.Storage.Metrics;

namespace Pipelines.Activities.Alerts;

/// <summary>Makes of samples the one value that an alert's rule is about.</summary>
internal static class AlertValues
{
    // An average of less than most of the window tells of another time than the rule asks for.
    private const double LeastCover = 0.8;

    /// <summary>The value over the alert's window.</summary>
    /// <returns>Null where too little was measured.</returns>
    public static double? Of(Alert alert, MetricRange range, DateTimeOffset now)
    {
        var window = range.Samples
            .Where(sample => sample.At > now - alert.Window - range.Step && sample.At <= now)
            .Select(sample => (sample.At, Component: sample.Components.FirstOrDefault(component => component.Component == alert.Component)))
            .Where(sample => sample.Component is not null)
            .ToList();
        if (alert.Rule == AlertRule.RestartCount)
        {
            return window.Count < 2 ? null : window.Zip(window.Skip(1), (before, after) => Restarts.Between(before.Component, after.Component!)).Sum();
        }

        var covered = window.Where(sample => sample.At > now - alert.Window).Select(sample => sample.Component!).ToList();
        return alert.Rule switch
        {
            AlertRule.CpuUtilization => Average([.. covered.Select(sample => sample.Instances.Average(instance => instance.CpuPercent))], alert, range),
            AlertRule.MemUtilization => Average([.. covered.Select(sample => sample.Instances.Average(instance => instance.MemoryPercent))], alert, range),
            AlertRule.RequestsPerSecond => Average([.. covered.Select(sample => sample.Requests?.Total / range.Step.TotalSeconds)], alert, range),
            AlertRule.RequestDurationP95Ms => Slowest([.. covered.Select(sample => sample.Requests).OfType<RequestSample>()], alert, range),
            _ => null,
        };
    }

    private static double? Average(List<double?> values, Alert alert, MetricRange range)
    {
        var known = values.OfType<double>().ToList();
        return IsCovered(known.Count, alert, range) ? Math.Round(known.Average(), 2) : null;
    }

    private static double? Slowest(List<RequestSample> requests, Alert alert, MetricRange range) => !IsCovered(requests.Count, alert, range) ? null
        : requests.Aggregate((one, other) => one.Plus(other)).Quantile(0.95, LatencyBuckets.Bounds) ?? 0;

    private static bool IsCovered(int samples, Alert alert, MetricRange range) => samples >= Math.Ceiling(LeastCover * alert.Window / range.Step);
}
