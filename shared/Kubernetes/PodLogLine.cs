namespace Pipelines.Kubernetes;

/// <summary>One line that a container wrote.</summary>
/// <param name="Timestamp">When the kubelet read it, UTC.</param>
/// <param name="Text">The text without a line break, cut at the client's limit.</param>
public sealed record PodLogLine(DateTimeOffset Timestamp, string Text);
