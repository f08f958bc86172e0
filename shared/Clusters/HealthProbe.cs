namespace Pipelines.Clusters;

/// <summary>A health check with every default filled in (App Spec, health_check).</summary>
/// <param name="HttpPath">The path asked by GET, healthy on status 200 to 399; null for a TCP connect.</param>
/// <param name="Port">The port asked.</param>
/// <param name="InitialDelaySeconds">The wait before the first check, 0 to 3600 s.</param>
/// <param name="PeriodSeconds">The time between checks, 1 to 300 s.</param>
/// <param name="TimeoutSeconds">The time one check may take, 1 to 120 s.</param>
/// <param name="SuccessThreshold">Successes in a row that make it healthy, 1 to 50.</param>
/// <param name="FailureThreshold">Failures in a row that make it unhealthy, 1 to 50.</param>
public sealed record HealthProbe(string? HttpPath, int Port, int InitialDelaySeconds, int PeriodSeconds, int TimeoutSeconds, int SuccessThreshold, int FailureThreshold);
