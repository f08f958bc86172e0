namespace Pipelines.Storage.Metrics;

/// <summary>What was measured of a component over a step.</summary>
/// <param name="Component">The component's name.</param>
/// <param name="Instances">Its instances by number; none for what has none, such as a static site.</param>
/// <param name="Requests">What was answered for it; null where its requests are not counted.</param>
public sealed record ComponentSample(string Component, IReadOnlyList<InstanceSample> Instances, RequestSample? Requests);
