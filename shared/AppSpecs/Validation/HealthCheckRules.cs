namespace Pipelines.AppSpecs;

/// <summary>Rules about readiness and liveness checks.</summary>
internal static class HealthCheckRules
{
    public static void CheckService(SpecCheck check, string path, ServiceSpec service)
    {
        var ports = service.InternalPorts.Append(service.EffectiveHttpPort).ToList();
        var arePortsKnown = !check.IsUncertain(path, "http_port", "internal_ports");
        if (service.HealthCheck is { } readiness)
        {
            var field = SpecPath.Field(path, "health_check");
            CheckNumbers(check, field, readiness, maximumSuccesses: 50);
            CheckPort(check, field, readiness.Port, arePortsKnown ? ports : null);
            check.Match(field, "path", readiness.Path, SpecPatterns.RedirectUri, "a path that starts with a slash");
            check.ReportWhen(
                readiness.Path is not null && readiness.HttpPath is not null,
                SpecPath.Field(field, "path"),
                "path is the deprecated name of http_path; only one of them can be set",
                readiness.Path);
        }

        if (service.LivenessHealthCheck is { } liveness)
        {
            var field = SpecPath.Field(path, "liveness_health_check");
            CheckLiveness(check, field, liveness);
            CheckPort(check, field, liveness.Port, arePortsKnown ? ports : null);
        }
    }

    /// <summary>A worker has no port of its own: its check has to name one.</summary>
    public static void CheckWorker(SpecCheck check, string path, WorkerSpec worker)
    {
        if (worker.LivenessHealthCheck is not { } liveness)
        {
            return;
        }

        var field = SpecPath.Field(path, "liveness_health_check");
        CheckLiveness(check, field, liveness);
        check.ReportWhen(liveness.Port is null, SpecPath.Field(field, "port"), "port is required, a worker has no http_port");
        CheckPort(check, field, liveness.Port, ports: null);
    }

    private static void CheckLiveness(SpecCheck check, string path, HealthCheck liveness)
    {
        CheckNumbers(check, path, liveness, maximumSuccesses: 1);
        check.ReportWhen(liveness.Path is not null, SpecPath.Field(path, "path"), "unknown field \"path\"; did you mean \"http_path\"?", liveness.Path);
    }

    private static void CheckNumbers(SpecCheck check, string path, HealthCheck health, int maximumSuccesses)
    {
        check.Range(path, "initial_delay_seconds", health.InitialDelaySeconds, 0, 3600);
        check.Range(path, "period_seconds", health.PeriodSeconds, 1, 300);
        check.Range(path, "timeout_seconds", health.TimeoutSeconds, 1, 120);
        check.Range(path, "success_threshold", health.SuccessThreshold, 1, maximumSuccesses);
        check.Range(path, "failure_threshold", health.FailureThreshold, 1, 50);
        check.Match(path, "http_path", health.HttpPath, SpecPatterns.RedirectUri, "a path that starts with a slash");
    }

    private static void CheckPort(SpecCheck check, string path, int? port, List<int>? ports)
    {
        if (port is not { } number)
        {
            return;
        }

        if (number is < 1 or > 65535)
        {
            check.Range(path, "port", port, 1, 65535);
            return;
        }

        check.ReportWhen(ports?.Contains(number) == false, SpecPath.Field(path, "port"), $"health check port \"{number}\" not found in internal_ports", $"{number}");
    }
}
