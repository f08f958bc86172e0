namespace Pipelines.AppSpecs;

/// <summary>The kind of load balancer in front of an application.</summary>
public enum IngressLoadBalancer
{
    /// <summary>The platform's own.</summary>
    Digitalocean,
}
