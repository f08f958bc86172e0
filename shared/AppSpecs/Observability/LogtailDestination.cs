namespace Pipelines.AppSpecs;

/// <summary>Forwarding to Logtail. Its text form hides the token.</summary>
public sealed record LogtailDestination
{
    /// <summary>The source token; required; a secret.</summary>
    public string? Token { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"Logtail {SecretValues.Redacted}";
}
