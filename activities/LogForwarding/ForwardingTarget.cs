using Pipelines.AppSpecs;

namespace Pipelines.Activities.LogForwarding;

/// <summary>A destination of a component, as the active deployment's spec has it.</summary>
/// <param name="Component">The component's name.</param>
/// <param name="Destination">The destination, its secrets as they are stored.</param>
internal sealed record ForwardingTarget(string Component, LogDestination Destination)
{
    /// <summary>Gets what its cursor is kept under.</summary>
    public string Key => $"{Component}/{Destination.Name}";
}
