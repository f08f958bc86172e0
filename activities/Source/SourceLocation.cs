namespace Pipelines.Activities.Source;

/// <summary>Where source comes from.</summary>
/// <param name="CloneUrl">The repository's address: https, ssh, or file and local paths where configuration allows them.</param>
/// <param name="Revision">A branch, tag or commit; null for the repository's default branch.</param>
/// <param name="TeamId">The team whose credentials open it; null for those that are configured for all.</param>
public sealed record SourceLocation(string CloneUrl, string? Revision, string? TeamId = null);
