namespace Pipelines.AppSpecs;

/// <summary>One rule of the ingress: either a component or a redirect.</summary>
public sealed record IngressRule
{
    /// <summary>Which requests the rule is about; null is every one.</summary>
    public IngressMatch? Match { get; init; }

    /// <summary>The component that answers.</summary>
    public ComponentRoute? Component { get; init; }

    /// <summary>Where the client is sent instead.</summary>
    public Redirect? Redirect { get; init; }

    /// <summary>The CORS policy of matching requests.</summary>
    public CorsPolicy? Cors { get; init; }
}
