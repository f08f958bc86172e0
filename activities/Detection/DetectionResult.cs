namespace Pipelines.Activities.Detection;

/// <summary>What was found in a repository.</summary>
/// <param name="Components">The components, in a stable order; none when nothing was recognised.</param>
/// <param name="Problem">When there are no components: what was looked for, and what to do. Otherwise null.</param>
public sealed record DetectionResult(IReadOnlyList<DetectedComponent> Components, string? Problem);
