using Pipelines.Deployments;

namespace Pipelines.Activities.Builds;

/// <summary>How the build of a component ended: one of the members is set, or both are null for one that was cancelled.</summary>
/// <param name="Build">What was made or found.</param>
/// <param name="Failure">Why it failed.</param>
public sealed record BuildOutcome(ComponentBuild? Build, Failure? Failure);
