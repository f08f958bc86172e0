using Pipelines.AppSpecs;

namespace Pipelines.Deployments.Alerts;

/// <summary>An alert of an app's spec.</summary>
/// <param name="Id">Its id, a UUID: the same for the same rule of the same component, from spec to spec.</param>
/// <param name="Component">The component it is about; null for the app.</param>
/// <param name="Rule">What it is about.</param>
/// <param name="Spec">The alert as the spec has it.</param>
public sealed record Alert(string Id, string? Component, AlertRule Rule, AlertSpec Spec)
{
    /// <summary>Gets the time over which its rule is measured; five minutes where the spec says nothing.</summary>
    public TimeSpan Window => Spec.Window switch
    {
        AlertWindow.TenMinutes => TimeSpan.FromMinutes(10),
        AlertWindow.ThirtyMinutes => TimeSpan.FromMinutes(30),
        AlertWindow.OneHour => TimeSpan.FromHours(1),
        _ => TimeSpan.FromMinutes(5),
    };

    /// <summary>Gets a value indicating whether its rule is about what is measured of a component; the others are about what happens.</summary>
    public bool IsMeasured => Rule is AlertRule.CpuUtilization or AlertRule.MemUtilization or AlertRule.RestartCount or AlertRule.RequestsPerSecond or AlertRule.RequestDurationP95Ms;

    /// <summary>Tells whether a measured value is what the alert is to be raised for.</summary>
    public bool IsExceededBy(double value) => Spec.Operator == AlertOperator.LessThan ? value < (Spec.Value ?? 0) : value > (Spec.Value ?? 0);
}
