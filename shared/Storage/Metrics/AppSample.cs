namespace Pipelines.Storage.Metrics;

/// <summary>What was measured of an app over a step.</summary>
/// <param name="At">The end of the step.</param>
/// <param name="Components">Its components, in the order of their names.</param>
public sealed record AppSample(DateTimeOffset At, IReadOnlyList<ComponentSample> Components);
