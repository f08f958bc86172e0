namespace Pipelines.Activities.Builds.Kubernetes;

/// <summary>A taint that pods tolerate (Kubernetes API, Toleration).</summary>
public sealed class TolerationOptions
{
    /// <summary>Gets or sets the taint's key.</summary>
    public string Key { get; set; } = string.Empty;

    /// <summary>Gets or sets the taint's value; null for any.</summary>
    public string? Value { get; set; }

    /// <summary>Gets or sets the taint's effect, as <c>NoSchedule</c>; null for any.</summary>
    public string? Effect { get; set; }
}
