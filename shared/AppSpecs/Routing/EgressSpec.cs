namespace Pipelines.AppSpecs;

/// <summary>From which addresses the application's own requests leave.</summary>
public sealed record EgressSpec
{
    /// <summary>The kind of address; null is AUTOASSIGN.</summary>
    public EgressType? Type { get; init; }
}
