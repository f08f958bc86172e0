namespace Pipelines.Clusters;

/// <summary>Between which counts a component's instances are scaled, and by what (App Spec, autoscaling).</summary>
/// <param name="MinInstances">The fewest instances, 1 to 250.</param>
/// <param name="MaxInstances">The most instances, 1 to 250, not below the fewest.</param>
/// <param name="CpuPercent">The average CPU use to keep, in percent of an instance's CPU, 1 to 100.</param>
public sealed record InstanceScaling(int MinInstances, int MaxInstances, int CpuPercent);
