namespace Pipelines.AppSpecs;

/// <summary>A change outside the components.</summary>
/// <param name="Area">The part of the application.</param>
/// <param name="Path">The field.</param>
/// <param name="Description">What happened to it, in plain words.</param>
public sealed record AppChange(AppArea Area, string Path, string Description);
