namespace Pipelines.AppSpecs;

/// <summary>Where a component's logs are forwarded to: exactly one of the services, or a plain endpoint.</summary>
public sealed record LogDestination
{
    /// <summary>The destination's name.</summary>
    public required string Name { get; init; }

    /// <summary>Papertrail.</summary>
    public PapertrailDestination? Papertrail { get; init; }

    /// <summary>Datadog.</summary>
    public DatadogDestination? Datadog { get; init; }

    /// <summary>Logtail.</summary>
    public LogtailDestination? Logtail { get; init; }

    /// <summary>OpenSearch.</summary>
    public OpenSearchDestination? OpenSearch { get; init; }

    /// <summary>An HTTP endpoint.</summary>
    public string? Endpoint { get; init; }

    /// <summary>True does not check the endpoint's certificate. Default false.</summary>
    public bool TlsInsecure { get; init; }

    /// <summary>Headers sent to the endpoint.</summary>
    public IReadOnlyList<LogDestinationHeader> Headers { get; init => field = ValueList.Of(value); } = ValueList<LogDestinationHeader>.Empty;
}
