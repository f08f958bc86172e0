using System.Text.Json.Nodes;

namespace Pipelines.Activities.Builds.Kubernetes.Manifests;

/// <summary>The labels and annotations of what belongs to builds.</summary>
internal static class BuildLabels
{
    public const string ManagedBy = "app.kubernetes.io/managed-by";
    public const string App = "pipelines.dev/app";
    public const string Component = "pipelines.dev/component";
    public const string Build = "pipelines.dev/build";

    /// <summary>The annotation with the build's key.</summary>
    public const string Key = "pipelines.dev/build-key";

    /// <summary>The annotation with the digest of all that the Job does: a Job of the same name that does something else is another build's.</summary>
    public const string Inputs = "pipelines.dev/build-inputs";

    /// <summary>Selects all that belongs to builds.</summary>
    public const string All = $"{ManagedBy}=pipelines,{Build}";

    public static string Of(string job) => $"{ManagedBy}=pipelines,{Build}={job}";

    public static JsonObject For(BuildJob job) => new()
    {
        [ManagedBy] = "pipelines",
        [App] = job.AppId,
        [Build] = job.Name,
        [Component] = job.Component,
    };
}
