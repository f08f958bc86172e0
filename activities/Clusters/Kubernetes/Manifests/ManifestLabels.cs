using System.Text.Json.Nodes;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests;

/// <summary>The labels of what the platform makes in a cluster.</summary>
public static class ManifestLabels
{
    /// <summary>Who made an object (Kubernetes, recommended labels).</summary>
    public const string ManagedBy = "app.kubernetes.io/managed-by";

    /// <summary>The value of <see cref="ManagedBy"/>.</summary>
    public const string Platform = "pipelines";

    /// <summary>The app's id.</summary>
    public const string App = "pipelines.dev/app";

    /// <summary>The id of the release an object belongs to, and goes with.</summary>
    public const string Release = "pipelines.dev/release";

    /// <summary>The component's name.</summary>
    public const string Component = "pipelines.dev/component";

    /// <summary>What the component is: <c>service</c>, <c>worker</c> or <c>job</c>.</summary>
    public const string Kind = "pipelines.dev/kind";

    /// <summary>The id of the release that an object of the routes leads to. Objects of the routes belong to the app.</summary>
    public const string RoutedRelease = "pipelines.dev/routed-release";

    /// <summary>The hash of the key of a job's run; the key itself is the annotation <see cref="JobKey"/>.</summary>
    public const string Job = "pipelines.dev/job";

    /// <summary>The annotation with the key of a job's run.</summary>
    public const string JobKey = "pipelines.dev/job-key";

    /// <summary>The annotation with the app's name.</summary>
    public const string AppName = "pipelines.dev/app-name";

    /// <summary>The label that names a namespace in selectors; by itself only since 1.21.</summary>
    public const string NamespaceName = "kubernetes.io/metadata.name";

    /// <summary>Selects what belongs to an app.</summary>
    /// <param name="appId">The app's id.</param>
    public static string SelectApp(string appId) => $"{ManagedBy}={Platform},{App}={appId}";

    /// <summary>Selects what belongs to a release.</summary>
    /// <param name="appId">The app's id.</param>
    /// <param name="releaseId">The release's id.</param>
    public static string SelectRelease(string appId, string releaseId) => $"{SelectApp(appId)},{Release}={releaseId}";

    internal static JsonObject OfApp(string appId) => new() { [ManagedBy] = Platform, [App] = appId };

    internal static JsonObject OfRoute(string appId, string releaseId) => OfApp(appId).With(RoutedRelease, releaseId);

    internal static JsonObject OfComponent(string appId, string releaseId, string component) =>
        OfApp(appId).With(Release, releaseId).With(Component, component);

    internal static JsonObject OfPod(string appId, string releaseId, string component, ComponentKind kind) =>
        OfComponent(appId, releaseId, component).With(Kind, OfKind(kind));

    /// <summary>What finds a component's pods; a Deployment's never changes.</summary>
    internal static JsonObject Selector(string appId, string releaseId, string component) =>
        new() { [App] = appId, [Release] = releaseId, [Component] = component };

    internal static string OfKind(ComponentKind kind) => kind switch
    {
        ComponentKind.Service => "service",
        ComponentKind.Worker => "worker",
        ComponentKind.Job => "job",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no pods run for a component of this kind"),
    };
}
