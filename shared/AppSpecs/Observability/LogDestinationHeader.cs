namespace Pipelines.AppSpecs;

/// <summary>A header sent to a log endpoint. Its text form hides the value.</summary>
public sealed record LogDestinationHeader
{
    /// <summary>The header's name.</summary>
    public required string Key { get; init; }

    /// <summary>The header's value; a secret.</summary>
    public string? Value { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Key}: {SecretValues.Redacted}";
}
