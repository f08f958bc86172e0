namespace Pipelines.AppSpecs;

/// <summary>User and password for OpenSearch. Its text form hides the password.</summary>
public sealed record OpenSearchBasicAuth
{
    /// <summary>The user; required with an endpoint.</summary>
    public string? User { get; init; }

    /// <summary>The password; required with an endpoint, not allowed with a cluster; a secret.</summary>
    public string? Password { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{User}:{SecretValues.Redacted}";
}
