namespace Pipelines.Functions.Panel.Changes;

/// <summary>What a deployment changed.</summary>
/// <param name="Since">The deployment it is compared with; null for the first.</param>
/// <param name="Commits">The components that were built from another commit.</param>
/// <param name="Components">What differs in the components' specs.</param>
/// <param name="App">What differs in the rest of the spec.</param>
public sealed record DeploymentChanges(string? Since, IReadOnlyList<CommitChange> Commits, IReadOnlyList<SpecChange> Components, IReadOnlyList<SpecChange> App);
