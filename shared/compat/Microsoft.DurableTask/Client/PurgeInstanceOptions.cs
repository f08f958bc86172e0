namespace Microsoft.DurableTask.Client;

/// <summary>How an orchestration is removed.</summary>
/// <param name="Recursive">Whether its sub-orchestrations go too.</param>
public record PurgeInstanceOptions(bool Recursive = false);
