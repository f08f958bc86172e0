namespace Pipelines.AppSpecs;

/// <summary>Rules about components, by kind.</summary>
internal static class ComponentRules
{
    private const int MaximumPathLength = 512;

    public static void Check(SpecCheck check)
    {
        foreach (var (path, component) in SpecPaths.Components(check.Spec))
        {
            CheckComponent(check, path, (IBuildableComponent)component);
            if (component is IScalableComponent scalable)
            {
                ScaleRules.Check(check, path, scalable);
            }

            switch (component)
            {
                case ServiceSpec service:
                    ServiceRules.Check(check, path, service);
                    break;
                case StaticSiteSpec site:
                    CheckStaticSite(check, path, site);
                    break;
                case WorkerSpec worker:
                    HealthCheckRules.CheckWorker(check, path, worker);
                    break;
                case JobSpec job:
                    JobRules.Check(check, path, job);
                    break;
            }
        }

        RouteRules.Check(check);
    }

    /// <summary>A path inside the repository; a slash at its start is the repository's root.</summary>
    public static void CheckRelativePath(SpecCheck check, string path, string field, string? value)
    {
        if (value is null)
        {
            return;
        }

        var escapes = value.Split('/').Contains("..", StringComparer.Ordinal);
        check.ReportWhen(
            escapes || value.Length > MaximumPathLength || value.Contains('\\', StringComparison.Ordinal) || value.Any(char.IsControl),
            SpecPath.Field(path, field),
            $"{field} must be a path inside the repository, with slashes, without \"..\"",
            value);
    }

    private static void CheckComponent(SpecCheck check, string path, IBuildableComponent component)
    {
        AppRules.CheckName(check, path, component.Name);
        SourceRules.Check(check, path, component);
        CheckRelativePath(check, path, "dockerfile_path", component.DockerfilePath);
        CheckRelativePath(check, path, "source_dir", component.SourceDir);
        check.Match(path, "environment_slug", component.EnvironmentSlug, SpecPatterns.EnvironmentSlug, "lower-case letters, digits and hyphens");
        AlertRules.Check(check, SpecPath.Field(path, "alerts"), component.Alerts, component);
        LogDestinationRules.Check(check, SpecPath.Field(path, "log_destinations"), component.LogDestinations);
    }

    private static void CheckStaticSite(SpecCheck check, string path, StaticSiteSpec site)
    {
        CheckRelativePath(check, path, "output_dir", site.OutputDir);
        CheckRelativePath(check, path, "index_document", site.IndexDocument);
        CheckRelativePath(check, path, "error_document", site.ErrorDocument);
        CheckRelativePath(check, path, "catchall_document", site.CatchallDocument);
        check.ReportWhen(
            site.ErrorDocument is not null && site.CatchallDocument is not null,
            SpecPath.Field(path, "catchall_document"),
            "only one of error_document and catchall_document can be set",
            site.CatchallDocument);
    }
}
