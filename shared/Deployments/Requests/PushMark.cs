namespace Pipelines.Deployments.Requests;

/// <summary>Orders the pushes of a branch, in whatever order they were delivered.</summary>
/// <param name="Branch">The key of repository and branch.</param>
/// <param name="Sequence">The number of the branch's head, higher for newer ones.</param>
public sealed record PushMark(string Branch, long Sequence);
