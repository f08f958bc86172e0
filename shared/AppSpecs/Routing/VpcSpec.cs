namespace Pipelines.AppSpecs;

/// <summary>The private network an application is attached to.</summary>
public sealed record VpcSpec
{
    /// <summary>The network's UUID.</summary>
    public string? Id { get; init; }
}
