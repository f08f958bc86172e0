namespace Pipelines.AppSpecs;

/// <summary>Rules about sizes and numbers of instances, and how they stop.</summary>
internal static class ScaleRules
{
    private const int MaximumInstances = 250;

    public static void Check(SpecCheck check, string path, IScalableComponent component)
    {
        check.Range(path, "instance_count", component.InstanceCount, 1, MaximumInstances);
        if (component.Autoscaling is { } autoscaling)
        {
            CheckAutoscaling(check, SpecPath.Field(path, "autoscaling"), autoscaling, component is ServiceSpec);
            check.ReportWhen(component.InstanceCount is not null, SpecPath.Field(path, "instance_count"), "instance_count cannot be set together with autoscaling", $"{component.InstanceCount}");
        }

        CheckSize(check, path, component);
        CheckTermination(check, SpecPath.Field(path, "termination"), component);
    }

    private static void CheckSize(SpecCheck check, string path, IScalableComponent component)
    {
        var field = SpecPath.Field(path, "instance_size_slug");
        if (!InstanceSizes.TryResolve(component.InstanceSizeSlug, out var size))
        {
            check.Report(
                field,
                $"unknown instance size \"{ProblemList.Shorten(component.InstanceSizeSlug!)}\"; known are {string.Join(", ", InstanceSizes.All.Select(known => known.Slug))}",
                component.InstanceSizeSlug);
            return;
        }

        // The default size is one of those; a spec that names no size has not chosen it.
        if (!size.SingleInstanceOnly || component.InstanceSizeSlug is null)
        {
            return;
        }

        check.ReportWhen(component.InstanceCount > 1, SpecPath.Field(path, "instance_count"), $"instance size {component.InstanceSizeSlug} allows one instance only", $"{component.InstanceCount}");
        check.ReportWhen(component.Autoscaling is not null, SpecPath.Field(path, "autoscaling"), $"instance size {component.InstanceSizeSlug} allows one instance only");
    }

    private static void CheckAutoscaling(SpecCheck check, string path, Autoscaling autoscaling, bool isService)
    {
        RequireCount(check, path, "min_instance_count", autoscaling.MinInstanceCount);
        RequireCount(check, path, "max_instance_count", autoscaling.MaxInstanceCount);
        check.ReportWhen(
            autoscaling.MinInstanceCount > autoscaling.MaxInstanceCount,
            SpecPath.Field(path, "min_instance_count"),
            $"min_instance_count must not be above max_instance_count, {autoscaling.MaxInstanceCount}",
            $"{autoscaling.MinInstanceCount}");
        if (autoscaling.Metrics is not { } metrics)
        {
            return;
        }

        var field = SpecPath.Field(path, "metrics");
        check.Range(SpecPath.Field(field, "cpu"), "percent", metrics.Cpu?.Percent, 1, 100);
        CheckRequestMetric(check, SpecPath.Field(field, "requests_per_second"), "per_instance", metrics.RequestsPerSecond is not null, metrics.RequestsPerSecond?.PerInstance, isService);
        CheckRequestMetric(check, SpecPath.Field(field, "request_duration"), "p95_milliseconds", metrics.RequestDuration is not null, metrics.RequestDuration?.P95Milliseconds, isService);
    }

    private static void RequireCount(SpecCheck check, string path, string field, int? count)
    {
        check.ReportWhen(count is null, SpecPath.Field(path, field), $"{field} is required");
        check.Range(path, field, count, 1, MaximumInstances);
    }

    private static void CheckRequestMetric(SpecCheck check, string path, string field, bool given, int? value, bool isService)
    {
        if (!given)
        {
            return;
        }

        check.ReportWhen(!isService, path, "only services, which answer requests, can scale by them");
        check.ReportWhen(value is null, SpecPath.Field(path, field), $"{field} is required");
        check.AtLeast(path, field, value, 1);
    }

    private static void CheckTermination(SpecCheck check, string path, IScalableComponent component)
    {
        check.Range(path, "grace_period_seconds", component.Termination?.GracePeriodSeconds, 1, 600);
        if (component is ServiceSpec)
        {
            check.Range(path, "drain_seconds", component.Termination?.DrainSeconds, 1, 110);
        }
        else
        {
            check.ReportWhen(
                component.Termination?.DrainSeconds is not null,
                SpecPath.Field(path, "drain_seconds"),
                "unknown field \"drain_seconds\"; only services, which answer requests, drain",
                $"{component.Termination?.DrainSeconds}");
        }
    }
}
