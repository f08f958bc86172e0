namespace Pipelines.Functions.Health;

/// <summary>Whether one part that the platform needs answers.</summary>
/// <param name="Name">The part.</param>
/// <param name="Ready">Whether it answered.</param>
/// <param name="Problem">Why it did not, for the operator; null when it did.</param>
public sealed record ReadinessPart(string Name, bool Ready, string? Problem);
