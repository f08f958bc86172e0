namespace Pipelines.AppSpecs;

/// <summary>How one spec differs from another, and what that asks for.</summary>
public sealed record AppSpecChanges
{
    /// <summary>One for each component of either spec: those of the new one in its order, then those that are gone.</summary>
    public IReadOnlyList<ComponentChange> Components { get; init => field = ValueList.Of(value); } = ValueList<ComponentChange>.Empty;

    /// <summary>What changed outside the components.</summary>
    public IReadOnlyList<AppChange> App { get; init => field = ValueList.Of(value); } = ValueList<AppChange>.Empty;

    /// <summary>True when some component has to be built.</summary>
    public bool NeedsBuild => Components.Any(change => change.Action is ComponentAction.Add or ComponentAction.Rebuild);

    /// <summary>True when some component has to be released anew or stopped.</summary>
    public bool NeedsRelease => Components.Any(change => change.Action != ComponentAction.None);

    /// <summary>True when only routing, domains, alerts and the like changed: no component is touched.</summary>
    public bool IsAppOnly => App.Count > 0 && !NeedsRelease;

    /// <summary>True when the specs mean the same.</summary>
    public bool IsEmpty => App.Count == 0 && Components.All(change => change.Reasons.Count == 0 && change.Action == ComponentAction.None);

    /// <summary>What has to be done of a component of the new spec.</summary>
    /// <param name="name">The component's name.</param>
    /// <returns>The action; <see cref="ComponentAction.None"/> for a name that neither spec has.</returns>
    public ComponentAction ActionOf(string name) =>
        Components.FirstOrDefault(change => change.Name == name)?.Action ?? ComponentAction.None;
}
