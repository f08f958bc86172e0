namespace Pipelines.AppSpecs;

/// <summary>
/// A readiness check (<c>health_check</c>) or a liveness check (<c>liveness_health_check</c>); their defaults differ
/// and are in <see cref="HealthCheckDefaults"/>.
/// </summary>
public sealed record HealthCheck
{
    /// <summary>Deprecated: use <see cref="HttpPath"/>. Readiness checks only.</summary>
    public string? Path { get; init; }

    /// <summary>Seconds before the first check, 0 to 3600; null is 0 for readiness, 5 for liveness.</summary>
    public int? InitialDelaySeconds { get; init; }

    /// <summary>Seconds between checks, 1 to 300; null is 10.</summary>
    public int? PeriodSeconds { get; init; }

    /// <summary>Seconds after which a check has failed, 1 to 120; null is 1.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>Successes in a row that make an instance healthy, 1 to 50; null is 1; always 1 for liveness.</summary>
    public int? SuccessThreshold { get; init; }

    /// <summary>Failures in a row that make an instance unhealthy, 1 to 50; null is 9 for readiness, 18 for liveness.</summary>
    public int? FailureThreshold { get; init; }

    /// <summary>The path asked for by HTTP GET; null checks that the port accepts a TCP connection.</summary>
    public string? HttpPath { get; init; }

    /// <summary>The service's http_port, or one of its internal_ports; null is the http_port.</summary>
    public int? Port { get; init; }
}
