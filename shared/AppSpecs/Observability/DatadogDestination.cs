namespace Pipelines.AppSpecs;

/// <summary>Forwarding to Datadog. Its text form hides the key.</summary>
public sealed record DatadogDestination
{
    /// <summary>The HTTP intake endpoint; null is Datadog's own.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The API key; required; a secret.</summary>
    public string? ApiKey { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"Datadog {Endpoint} {SecretValues.Redacted}";
}
