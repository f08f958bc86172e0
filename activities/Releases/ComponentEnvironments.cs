using Pipelines.Activities.Builds;
using Pipelines.Activities.Source;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Deployments;
using Pipelines.Storage.Secrets;

namespace Pipelines.Activities.Releases;

/// <summary>Resolves what components find in their environment: the app's variables and their own, secrets and references.</summary>
/// <param name="secrets">Decrypts.</param>
/// <param name="cluster">Tells the app's URL.</param>
public sealed class ComponentEnvironments(SecretProtector secrets, ICluster cluster)
{
    /// <summary>The environment of a component's build.</summary>
    /// <param name="spec">The app's spec.</param>
    /// <param name="appId">The app's id.</param>
    /// <param name="component">The component.</param>
    public ComponentEnvironment AtBuild(AppSpec spec, string appId, IComponent component) =>
        Resolve(appId, component, EnvVars.Effective(spec, component, EnvScope.BuildTime), new BindableValues(spec, appId, cluster.GetDefaultUrl(spec.Name), []));

    /// <summary>The environment of a component's instances.</summary>
    /// <param name="deployment">The deployment, built.</param>
    /// <param name="component">The component.</param>
    public ComponentEnvironment AtRun(Deployment deployment, IComponent component) =>
        Resolve(
            deployment.AppId,
            component,
            EnvVars.Effective(deployment.Spec, component, EnvScope.RunTime),
            new BindableValues(deployment.Spec, deployment.AppId, cluster.GetDefaultUrl(deployment.Spec.Name), deployment.Components));

    /// <summary>The key of the build-relevant part of a component's spec and of its build-time environment.</summary>
    /// <param name="spec">The app's spec.</param>
    /// <param name="appId">The app's id.</param>
    /// <param name="component">The component.</param>
    /// <param name="location">Where its source lies.</param>
    public string SpecKey(AppSpec spec, string appId, IBuildableComponent component, SourceLocation location) =>
        BuildKeys.OfSpec(spec, component, SourceUrls.WithoutCredentials(location.CloneUrl), AtBuild(spec, appId, component).Variables);

    /// <summary>Decrypts a value that may be encrypted.</summary>
    /// <param name="value">The value as the spec has it.</param>
    /// <param name="appId">The app's id.</param>
    public string? Reveal(string? value, string appId) => SecretProtector.IsProtected(value) ? secrets.Unprotect(value!, appId) : value;

    private ComponentEnvironment Resolve(string appId, IComponent component, IReadOnlyList<EnvVar> declared, BindableValues values)
    {
        var revealed = declared.Select(variable => variable with { Value = Reveal(variable.Value, appId) ?? "" }).ToList();
        var resolved = BindableResolver.Resolve(revealed, component.Name, values.Find);
        return new ComponentEnvironment(
            resolved.Envs.ToDictionary(variable => variable.Key, variable => variable.Value ?? "", StringComparer.Ordinal),
            [.. revealed.Where(variable => variable.IsSecret && variable.Value is { Length: > 0 }).Select(variable => variable.Value!)]);
    }
}
