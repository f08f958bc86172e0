namespace Pipelines.AppSpecs;

/// <summary>Rules about alerts.</summary>
internal static class AlertRules
{
    private static readonly AlertRule[] s_app =
    [
        AlertRule.DeploymentFailed, AlertRule.DeploymentLive, AlertRule.DeploymentStarted, AlertRule.DeploymentCanceled,
        AlertRule.DomainFailed, AlertRule.DomainLive, AlertRule.AutoscaleFailed, AlertRule.AutoscaleSucceeded,
    ];

    private static readonly AlertRule[] s_instances = [AlertRule.CpuUtilization, AlertRule.MemUtilization, AlertRule.RestartCount];

    private static readonly AlertRule[] s_services = [.. s_instances, AlertRule.RequestsPerSecond, AlertRule.RequestDurationP95Ms];

    private static readonly AlertRule[] s_scheduledJobs = [.. s_instances, AlertRule.JobInvocationFailed];

    private static readonly AlertRule[] s_functions =
    [
        AlertRule.FunctionsActivationCount, AlertRule.FunctionsAverageDurationMs, AlertRule.FunctionsErrorRatePerMinute,
        AlertRule.FunctionsAverageWaitTimeMs, AlertRule.FunctionsErrorCount, AlertRule.FunctionsGbRatePerSecond,
    ];

    public static void Check(SpecCheck check, string path, IReadOnlyList<AlertSpec> alerts, IComponent? component)
    {
        foreach (var (alertPath, alert) in SpecPaths.Items(path, alerts))
        {
            CheckAlert(check, alertPath, alert, component);
        }

        check.Unique(path, alerts, alert => alert.Rule is { } rule ? Name(rule) : null, "rule");
    }

    private static void CheckAlert(SpecCheck check, string path, AlertSpec alert, IComponent? component)
    {
        if (alert.Rule is not { } rule)
        {
            check.Report(SpecPath.Field(path, "rule"), $"rule is required, one of {string.Join(", ", Allowed(component).Select(Name))}");
            return;
        }

        if (!Allowed(component).Contains(rule))
        {
            check.Report(
                SpecPath.Field(path, "rule"),
                $"{Name(rule)} does not apply here; allowed are {string.Join(", ", Allowed(component).Select(Name))}",
                Name(rule));
        }

        if (s_app.Contains(rule) || rule == AlertRule.JobInvocationFailed)
        {
            return;
        }

        check.ReportWhen(alert.Operator is null, SpecPath.Field(path, "operator"), $"operator is required for {Name(rule)}, one of GREATER_THAN, LESS_THAN");
        check.ReportWhen(alert.Window is null, SpecPath.Field(path, "window"), $"window is required for {Name(rule)}, one of FIVE_MINUTES, TEN_MINUTES, THIRTY_MINUTES, ONE_HOUR");
        CheckValue(check, path, rule, alert.Value);
    }

    /// <summary>Clients leave a value of zero out.</summary>
    private static void CheckValue(SpecCheck check, string path, AlertRule rule, double? value)
    {
        var isPercentage = rule is AlertRule.CpuUtilization or AlertRule.MemUtilization;
        check.ReportWhen(
            value < 0 || (isPercentage && value > 100),
            SpecPath.Field(path, "value"),
            isPercentage ? "value must be a percentage between 0 and 100" : "value must not be negative",
            $"{value}");
    }

    private static AlertRule[] Allowed(IComponent? component) => component switch
    {
        null => s_app,
        ServiceSpec => s_services,
        JobSpec { EffectiveKind: JobKind.Scheduled } => s_scheduledJobs,
        FunctionsSpec => s_functions,
        _ => s_instances,
    };

    private static string Name(AlertRule rule) => SpecWords.Of(rule);
}
