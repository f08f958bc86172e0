namespace Pipelines.Activities.Edge;

/// <summary>What stands at the platform's edge.</summary>
public enum EdgeKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Cloudflare.</summary>
    Cloudflare,
}
