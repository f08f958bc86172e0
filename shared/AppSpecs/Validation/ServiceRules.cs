namespace Pipelines.AppSpecs;

/// <summary>Rules about services.</summary>
internal static class ServiceRules
{
    public static void Check(SpecCheck check, string path, ServiceSpec service)
    {
        check.Range(path, "http_port", service.HttpPort, 1, 65535);
        CheckInternalPorts(check, path, service);
        HealthCheckRules.CheckService(check, path, service);
        if (service.InactivitySleep is not { } sleep)
        {
            return;
        }

        var field = SpecPath.Field(path, "inactivity_sleep");
        check.ReportWhen(sleep.AfterSeconds is null, SpecPath.Field(field, "after_seconds"), "after_seconds is required");
        check.Range(field, "after_seconds", sleep.AfterSeconds, 600, 86400);
        check.Url(SpecPath.Field(field, "loading_page"), "custom_url", sleep.LoadingPage?.CustomUrl, "https", "http");
    }

    private static void CheckInternalPorts(SpecCheck check, string path, ServiceSpec service)
    {
        var field = SpecPath.Field(path, "internal_ports");
        for (var index = 0; index < service.InternalPorts.Count; index++)
        {
            var port = service.InternalPorts[index];
            check.ReportWhen(port is < 1 or > 65535, SpecPath.Item(field, index), "a port must be between 1 and 65535", $"{port}");
        }

        check.Unique(field, service.InternalPorts, port => $"{port}", "");
    }
}
