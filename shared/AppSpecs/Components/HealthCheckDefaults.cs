namespace Pipelines.AppSpecs;

/// <summary>What an absent member of a <see cref="HealthCheck"/> means.</summary>
/// <param name="InitialDelaySeconds">Seconds before the first check.</param>
/// <param name="PeriodSeconds">Seconds between checks.</param>
/// <param name="TimeoutSeconds">Seconds after which a check has failed.</param>
/// <param name="SuccessThreshold">Successes in a row that make an instance healthy.</param>
/// <param name="FailureThreshold">Failures in a row that make it unhealthy.</param>
public sealed record HealthCheckDefaults(
    int InitialDelaySeconds,
    int PeriodSeconds,
    int TimeoutSeconds,
    int SuccessThreshold,
    int FailureThreshold)
{
    /// <summary>Of <c>health_check</c>.</summary>
    public static HealthCheckDefaults Readiness { get; } = new(0, 10, 1, 1, 9);

    /// <summary>Of <c>liveness_health_check</c>.</summary>
    public static HealthCheckDefaults Liveness { get; } = new(5, 10, 1, 1, 18);

    /// <summary>The check with every absent number made explicit and the deprecated path moved to http_path.</summary>
    /// <param name="check">The check; null is an empty one.</param>
    /// <returns>A check whose five numbers are set.</returns>
    public HealthCheck Apply(HealthCheck? check)
    {
        check ??= new HealthCheck();
        return check with
        {
            Path = null,
            HttpPath = check.HttpPath ?? check.Path,
            InitialDelaySeconds = check.InitialDelaySeconds ?? InitialDelaySeconds,
            PeriodSeconds = check.PeriodSeconds ?? PeriodSeconds,
            TimeoutSeconds = check.TimeoutSeconds ?? TimeoutSeconds,
            SuccessThreshold = check.SuccessThreshold ?? SuccessThreshold,
            FailureThreshold = check.FailureThreshold ?? FailureThreshold,
        };
    }
}
