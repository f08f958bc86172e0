namespace Pipelines.AppSpecs;

/// <summary>How requests reach the components.</summary>
public sealed record IngressSpec
{
    /// <summary>The kind of load balancer.</summary>
    public IngressLoadBalancer? LoadBalancer { get; init; }

    /// <summary>The size of the load balancer.</summary>
    public int? LoadBalancerSize { get; init; }

    /// <summary>The rules; the most specific match wins.</summary>
    public IReadOnlyList<IngressRule> Rules { get; init => field = ValueList.Of(value); } = ValueList<IngressRule>.Empty;

    /// <summary>A header by which the application knows that a request came through the ingress.</summary>
    public SecureHeader? SecureHeader { get; init; }
}
