namespace Microsoft.DurableTask.Client;

/// <summary>How an orchestration is ended.</summary>
/// <param name="Output">The output it ends with, or null.</param>
/// <param name="Recursive">Whether its sub-orchestrations end too.</param>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);
