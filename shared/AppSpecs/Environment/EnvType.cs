namespace Pipelines.AppSpecs;

/// <summary>Whether an environment variable's value is kept secret.</summary>
public enum EnvType
{
    /// <summary>Plain text, the default.</summary>
    General,

    /// <summary>Encrypted at rest, returned as <c>EV[1:…]</c>, never shown.</summary>
    Secret,
}
