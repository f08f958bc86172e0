using Pipelines.AppSpecs;

namespace Pipelines.Clusters;

/// <summary>One running instance.</summary>
/// <param name="ReleaseId">Its release.</param>
/// <param name="Component">Its component.</param>
/// <param name="Kind">The component's kind.</param>
/// <param name="Name">Its name, unique within the app.</param>
/// <param name="Ready">Whether it passes its readiness check.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Restarts">How often it was started again; its part of <see cref="ComponentStatus.Restarts"/>.</param>
/// <param name="CpuPercent">CPU use in percent of its limit; null when unknown.</param>
/// <param name="MemoryPercent">Memory use in percent of its limit; null when unknown.</param>
public sealed record InstanceStatus(string ReleaseId, string Component, ComponentKind Kind, string Name, bool Ready, DateTimeOffset StartedAt, int Restarts, double? CpuPercent, double? MemoryPercent);
