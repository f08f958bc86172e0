namespace Pipelines.Storage.Logs;

/// <summary>One line of a log.</summary>
/// <param name="Timestamp">When it was written, UTC.</param>
/// <param name="Text">Its text without a line break.</param>
public readonly record struct LogLine(DateTimeOffset Timestamp, string Text);
