namespace Pipelines.Oci.Runtime;

/// <summary>A rule of a system call filter.</summary>
/// <param name="Names">The system calls.</param>
/// <param name="Action">What happens, as <c>SCMP_ACT_ERRNO</c>.</param>
/// <param name="ErrnoRet">The error they return.</param>
/// <param name="Args">Conditions on their arguments; null for all calls.</param>
public sealed record RuntimeSyscallRule(IReadOnlyList<string> Names, string Action, uint? ErrnoRet = null, IReadOnlyList<RuntimeSyscallArgument>? Args = null);
