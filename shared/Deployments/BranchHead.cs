namespace Pipelines.Deployments;

/// <summary>The newest commit of a branch, as far as pushes and looks at the repository have told.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="Sequence">Its number, from 1, higher for newer ones.</param>
/// <param name="Previous">The head before; null for the first that is known.</param>
/// <param name="LookedAt">When the repository itself was last asked: what was pushed until then is not newer.</param>
public sealed record BranchHead(string Commit, long Sequence, string? Previous = null, DateTimeOffset? LookedAt = null);
