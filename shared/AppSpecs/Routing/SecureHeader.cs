namespace Pipelines.AppSpecs;

/// <summary>A header by which the application knows that a request came through the ingress. Its text form hides the value.</summary>
public sealed record SecureHeader
{
    /// <summary>The header's name.</summary>
    public string? Key { get; init; }

    /// <summary>The header's value; a secret.</summary>
    public string? Value { get; init; }

    /// <summary>True removes the header from incoming requests. Default false.</summary>
    public bool RemoveHeader { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Key}: {SecretValues.Redacted}";
}
