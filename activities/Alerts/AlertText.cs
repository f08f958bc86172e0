using System.Globalization;
using Pipelines.AppSpecs;
using Pipelines.Deployments.Alerts;

namespace Pipelines.Activities.Alerts;

/// <summary>Says what is new of an alert, for people.</summary>
internal static class AlertText
{
    /// <summary>The sentence of a measured rule.</summary>
    public static string Of(Alert alert, AlertChangeKind kind, double value)
    {
        var (subject, unit) = alert.Rule switch
        {
            AlertRule.CpuUtilization => ("CPU use", " %"),
            AlertRule.MemUtilization => ("memory use", " %"),
            AlertRule.RestartCount => ("restarts", ""),
            AlertRule.RequestsPerSecond => ("requests per second", ""),
            AlertRule.RequestDurationP95Ms => ("95th percentile of the duration of requests", " ms"),
            _ => (alert.Rule.ToString(), ""),
        };
        var relation = alert.Spec.Operator == AlertOperator.LessThan ? "below" : "above";
        var state = kind == AlertChangeKind.Raised ? $"{relation} {Number(alert.Spec.Value ?? 0)}{unit}" : $"not {relation} {Number(alert.Spec.Value ?? 0)}{unit} any more";
        return $"{alert.Component}: {subject} {state}: {Number(value)}{unit} over {alert.Window.TotalMinutes.ToString(CultureInfo.InvariantCulture)} minutes";
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
