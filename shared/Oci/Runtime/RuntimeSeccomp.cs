namespace Pipelines.Oci.Runtime;

/// <summary>A system call filter.</summary>
/// <param name="DefaultAction">What happens to calls that no rule names, as <c>SCMP_ACT_ALLOW</c>.</param>
/// <param name="Syscalls">The rules.</param>
public sealed record RuntimeSeccomp(string DefaultAction, IReadOnlyList<RuntimeSyscallRule> Syscalls);
