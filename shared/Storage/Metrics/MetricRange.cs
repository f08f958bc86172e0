namespace Pipelines.Storage.Metrics;

/// <summary>What was measured of an app within a range of time.</summary>
/// <param name="Step">The time that each sample covers.</param>
/// <param name="Samples">The samples, oldest first; steps without any are absent.</param>
public sealed record MetricRange(TimeSpan Step, IReadOnlyList<AppSample> Samples);
