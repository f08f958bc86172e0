namespace Pipelines.AppSpecs;

/// <summary>Forwarding to Papertrail.</summary>
public sealed record PapertrailDestination
{
    /// <summary>The syslog endpoint, <c>host:port</c>; required.</summary>
    public string? Endpoint { get; init; }
}
