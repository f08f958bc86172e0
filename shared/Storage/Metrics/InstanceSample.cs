namespace Pipelines.Storage.Metrics;

/// <summary>What one instance of a component used over a step. Its place in the list is its number: the instance that runs longest is the first.</summary>
/// <param name="CpuPercent">Processor use on average, percent of its limit; null when unknown.</param>
/// <param name="MemoryBytes">Memory on average, bytes; null when unknown.</param>
/// <param name="MemoryLimitBytes">The memory it may use, bytes; null when unknown.</param>
/// <param name="Restarts">How often it had been restarted at the end of the step.</param>
public sealed record InstanceSample(double? CpuPercent, long? MemoryBytes, long? MemoryLimitBytes, int Restarts)
{
    /// <summary>Gets the memory in percent of its limit; null when one of both is unknown.</summary>
    public double? MemoryPercent => MemoryBytes is { } used && MemoryLimitBytes is { } limit and > 0 ? Math.Round(100.0 * used / limit, 2) : null;
}
