namespace Pipelines.AppSpecs;

/// <summary>A part of an application outside its components.</summary>
public enum AppArea
{
    /// <summary>How requests are routed: no component is touched by it.</summary>
    Routing,

    /// <summary>The application's host names.</summary>
    Domains,

    /// <summary>Alerts, the application's or a component's.</summary>
    Alerts,

    /// <summary>Databases.</summary>
    Databases,

    /// <summary>Region, private network, outgoing addresses.</summary>
    Network,

    /// <summary>Maintenance mode and archiving.</summary>
    Maintenance,

    /// <summary>Cache and protection at the edge.</summary>
    Edge,

    /// <summary>Feature switches.</summary>
    Features,

    /// <summary>The application's name.</summary>
    Name,
}
