namespace Pipelines.Oci.Runtime;

/// <summary>The limits of a container's control group.</summary>
/// <param name="Memory">The memory; null for no limit.</param>
/// <param name="Cpu">The processor time; null for no limit.</param>
/// <param name="Pids">The processes and threads; null for no limit.</param>
public sealed record RuntimeResources(RuntimeMemory? Memory = null, RuntimeCpu? Cpu = null, RuntimePids? Pids = null)
{
    /// <summary>Gets the rules for devices: none but those that every runtime adds (null, zero, random, tty …).</summary>
    public IReadOnlyList<RuntimeDeviceRule> Devices { get; init; } = [new(false, "rwm")];
}
