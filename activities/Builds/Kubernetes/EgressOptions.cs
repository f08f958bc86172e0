namespace Pipelines.Activities.Builds.Kubernetes;

/// <summary>A range of addresses that build pods may connect to.</summary>
public sealed class EgressOptions
{
    /// <summary>Gets or sets the range, as <c>203.0.113.0/24</c>.</summary>
    public string Cidr { get; set; } = string.Empty;

    /// <summary>Gets the TCP ports; empty for all.</summary>
    public IList<int> Ports { get; } = [];
}
