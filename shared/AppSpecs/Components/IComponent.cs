namespace Pipelines.AppSpecs;

/// <summary>What every component has, whatever its kind.</summary>
public interface IComponent
{
    /// <summary>The component's name, unique in its application.</summary>
    string Name { get; }

    /// <summary>The component's kind.</summary>
    ComponentKind Kind { get; }

    /// <summary>The component's own environment variables.</summary>
    IReadOnlyList<EnvVar> Envs { get; }

    /// <summary>Directory inside the repository that the component is built from; null is its root.</summary>
    string? SourceDir { get; }

    /// <summary>Alerts about this component; empty for static sites, which have none.</summary>
    IReadOnlyList<AlertSpec> Alerts { get; }

    /// <summary>Where the component's logs are forwarded to; empty for static sites, which have none.</summary>
    IReadOnlyList<LogDestination> LogDestinations { get; }
}
