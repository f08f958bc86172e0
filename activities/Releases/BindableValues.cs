using Pipelines.AppSpecs;
using Pipelines.Deployments;

namespace Pipelines.Activities.Releases;

/// <summary>The values behind the references of an app's environment (App Spec, bindable variables).</summary>
internal sealed class BindableValues(AppSpec spec, string appId, Uri appUrl, IReadOnlyList<ComponentBuild> builds)
{
    /// <summary>Finds the value of a reference; null where there is none, as for databases, which this platform does not run.</summary>
    public string? Find(BindableReference reference) => reference switch
    {
        { Target: null, Attribute: "APP_DOMAIN" } => appUrl.Host,
        { Target: null, Attribute: "APP_URL" } => appUrl.ToString().TrimEnd('/'),
        { Target: null, Attribute: "APP_ID" } => appId,
        { Target: { } name, Pool: null } => spec.FindComponent(name) is { } component ? OfComponent(component, reference.Attribute) : null,
        _ => null,
    };

    private string? OfComponent(IComponent component, string attribute) => attribute switch
    {
        "PRIVATE_DOMAIN" => component.Name,
        "PRIVATE_PORT" => (component as ServiceSpec)?.EffectiveHttpPort.ToString(),
        "PRIVATE_URL" => component is ServiceSpec service ? $"http://{service.Name}:{service.EffectiveHttpPort}" : null,
        "PUBLIC_ROUTE_PATH" => PublicPath(component),
        "PUBLIC_URL" => PublicPath(component) is { } path ? appUrl.ToString().TrimEnd('/') + (path == "/" ? "" : path) : null,
        "COMMIT_HASH" => builds.FirstOrDefault(build => build.Name == component.Name)?.SourceCommit,
        _ => null,
    };

    private string? PublicPath(IComponent component) => AppSpecNormalizer.Normalize(spec).Ingress?.Rules
        .FirstOrDefault(rule => rule.Component?.Name == component.Name)?.Match?.Path is { } match ? match.Prefix ?? match.Exact : null;
}
