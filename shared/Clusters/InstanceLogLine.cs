namespace Pipelines.Clusters;

/// <summary>One line that an instance wrote.</summary>
/// <param name="Component">The component.</param>
/// <param name="Instance">The instance's name.</param>
/// <param name="Timestamp">When the cluster read it, UTC.</param>
/// <param name="Text">The text without a line break.</param>
public sealed record InstanceLogLine(string Component, string Instance, DateTimeOffset Timestamp, string Text);
