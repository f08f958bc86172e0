namespace Pipelines.Oci.Runtime;

/// <summary>A condition on an argument of a system call.</summary>
/// <param name="Index">Which argument, from 0.</param>
/// <param name="Value">The value, or the mask of <c>SCMP_CMP_MASKED_EQ</c>.</param>
/// <param name="ValueTwo">The masked value.</param>
/// <param name="Op">The comparison.</param>
public sealed record RuntimeSyscallArgument(uint Index, ulong Value, ulong ValueTwo, string Op);
