namespace Pipelines.AppSpecs;

/// <summary>Forwarding to OpenSearch: an endpoint or a managed cluster.</summary>
public sealed record OpenSearchDestination
{
    /// <summary>The HTTPS endpoint; not together with a cluster.</summary>
    public string? Endpoint { get; init; }

    /// <summary>User and password; required with an endpoint.</summary>
    public OpenSearchBasicAuth? BasicAuth { get; init; }

    /// <summary>The index; null is <c>logs</c>.</summary>
    public string? IndexName { get; init; }

    /// <summary>The managed cluster's name; not together with an endpoint.</summary>
    public string? ClusterName { get; init; }
}
