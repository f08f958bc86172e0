namespace Pipelines.Oci.Runtime;

/// <summary>A limit of processor time.</summary>
/// <param name="Quota">Microseconds in each period.</param>
/// <param name="Period">The period in microseconds.</param>
/// <param name="Shares">The weight against others when there is not enough, 2 to 262144.</param>
public sealed record RuntimeCpu(long? Quota = null, ulong? Period = null, ulong? Shares = null);
