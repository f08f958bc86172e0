namespace Pipelines.Oci.Runtime;

/// <summary>A resource limit of a process.</summary>
/// <param name="Type">Its name, such as <c>RLIMIT_NOFILE</c>.</param>
/// <param name="Soft">The limit in force.</param>
/// <param name="Hard">How far the process may raise it.</param>
public sealed record RuntimeRlimit(string Type, ulong Soft, ulong Hard);
