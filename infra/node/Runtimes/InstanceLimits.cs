namespace Pipelines.Node.Runtimes;

/// <summary>What an instance may use at most.</summary>
/// <param name="MemoryBytes">Memory in bytes.</param>
/// <param name="CpuMillicores">Processor time in thousandths of a core.</param>
/// <param name="Processes">Processes and threads.</param>
internal sealed record InstanceLimits(long MemoryBytes, int CpuMillicores, int Processes = 4096);
