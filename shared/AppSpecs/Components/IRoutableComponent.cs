namespace Pipelines.AppSpecs;

/// <summary>A component that requests can be routed to: services, static sites and functions.</summary>
public interface IRoutableComponent : IComponent
{
    /// <summary>Deprecated in favour of <see cref="AppSpec.Ingress"/>: path prefixes routed to the component.</summary>
    IReadOnlyList<RouteSpec> Routes { get; }

    /// <summary>Deprecated in favour of <see cref="AppSpec.Ingress"/>: the CORS policy of those routes.</summary>
    CorsPolicy? Cors { get; }
}
