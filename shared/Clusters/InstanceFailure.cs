namespace Pipelines.Clusters;

/// <summary>Why an instance failed.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="ExitCode">The exit code, 128 + n for signal n; null when it did not end.</param>
/// <param name="Message">One sentence for a person, without secrets.</param>
/// <param name="LastLines">The last lines it wrote, at most 20.</param>
public sealed record InstanceFailure(InstanceFailureReason Reason, int? ExitCode, string Message, IReadOnlyList<string> LastLines);
