namespace Pipelines.Kubernetes;

/// <summary>How a program in a container ended.</summary>
/// <param name="ExitCode">Its exit code; null when it could not be started, or the cluster does not tell.</param>
/// <param name="Message">The cluster's words where it did not end well.</param>
public sealed record PodExecEnd(int? ExitCode, string? Message);
