namespace Pipelines.AppSpecs;

/// <summary>What secrets look like in a spec, and in their place elsewhere.</summary>
public static class SecretValues
{
    /// <summary>Stands for a secret wherever one would otherwise be shown.</summary>
    public const string Redacted = "[redacted]";

    /// <summary>True for a value of the form <c>EV[1:…]</c>: encrypted by the platform, accepted back unchanged.</summary>
    /// <param name="value">A SECRET variable's value, or another secret member's.</param>
    /// <returns>Whether the value has that form.</returns>
    public static bool IsEncrypted(string? value) =>
        value is not null && value.Length > 6 && value.StartsWith("EV[1:", StringComparison.Ordinal) && value[^1] == ']';
}
