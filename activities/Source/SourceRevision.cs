namespace Pipelines.Activities.Source;

/// <summary>A revision as it was resolved.</summary>
/// <param name="Commit">The commit, 40 or 64 hex digits.</param>
/// <param name="Reference">The full name of the reference it came from; null for a commit given as such.</param>
public sealed record SourceRevision(string Commit, string? Reference);
