namespace Pipelines.AppSpecs;

/// <summary>Says, for two specs, what has to be rebuilt, what released anew, what left alone, and why. Pure.</summary>
public static class AppSpecDiff
{
    /// <summary>
    /// Compares what the specs mean: a default that is written out is no change, nor is another order of variables.
    /// Whether the source has new commits is not in the specs, and not looked at.
    /// </summary>
    /// <param name="previous">The spec that is deployed; null when none is, and every component is added.</param>
    /// <param name="next">The spec to deploy.</param>
    /// <returns>The changes.</returns>
    public static AppSpecChanges Compare(AppSpec? previous, AppSpec next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var after = AppSpecNormalizer.Normalize(next);
        var before = previous is null ? new AppSpec { Name = next.Name } : AppSpecNormalizer.Normalize(previous);
        return new AppSpecChanges
        {
            Components = [.. Kept(before, after), .. Removed(before, after)],
            App = previous is null ? [] : [.. AppChanges(before, after)],
        };
    }

    private static IEnumerable<ComponentChange> Kept(AppSpec before, AppSpec after)
    {
        foreach (var component in after.Components)
        {
            yield return Find(before, component) is { } earlier
                ? Change(component, ComponentComparison.Compare(before, earlier, after, component))
                : Change(component, [new ChangeReason("name", "is new", ComponentAction.Add)]);
        }
    }

    private static IEnumerable<ComponentChange> Removed(AppSpec before, AppSpec after) =>
        from component in before.Components
        where Find(after, component) is null
        select Change(component, [new ChangeReason("name", "is gone", ComponentAction.Remove)]);

    /// <summary>A component of the same name and another kind is another component.</summary>
    private static IComponent? Find(AppSpec spec, IComponent component) =>
        spec.Components.FirstOrDefault(candidate => candidate.Name == component.Name && candidate.Kind == component.Kind);

    private static ComponentChange Change(IComponent component, IReadOnlyList<ChangeReason> reasons) => new()
    {
        Name = component.Name,
        Kind = component.Kind,
        Action = reasons.Select(reason => reason.Action).DefaultIfEmpty(ComponentAction.None).Max(),
        Reasons = reasons,
    };

    private static IEnumerable<AppChange> AppChanges(AppSpec before, AppSpec after)
    {
        var own = FieldComparison.Compare(WithoutComponents(before), WithoutComponents(after))
            .Where(change => AreaOf(change.Path) is not null)
            .Select(change => new AppChange(AreaOf(change.Path)!.Value, change.Path, change.Description));
        var alerts = after.Components
            .Where(component => Find(before, component) is { } earlier && !earlier.Alerts.SequenceEqual(component.Alerts))
            .Select(component => new AppChange(AppArea.Alerts, $"{component.Name}.alerts", "changed"));
        return own.Concat(alerts);
    }

    private static AppSpec WithoutComponents(AppSpec spec) =>
        spec with { Services = [], StaticSites = [], Workers = [], Jobs = [], Functions = [], Envs = [] };

    private static AppArea? AreaOf(string path) => path.Split('.')[0] switch
    {
        "ingress" => AppArea.Routing,
        "domains" => AppArea.Domains,
        "alerts" => AppArea.Alerts,
        "databases" => AppArea.Databases,
        "region" or "vpc" or "egress" => AppArea.Network,
        "maintenance" => AppArea.Maintenance,
        "disable_edge_cache" or "disable_email_obfuscation" or "enhanced_threat_control_enabled" => AppArea.Edge,
        "features" => AppArea.Features,
        "name" => AppArea.Name,
        _ => null,
    };
}
