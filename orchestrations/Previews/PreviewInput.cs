using Pipelines.Activities.Previews;

namespace Pipelines.Orchestrations.Previews;

/// <summary>What a preview's workflow starts with.</summary>
/// <param name="Decision">What was decided.</param>
/// <param name="Cause">Why, for a person.</param>
public sealed record PreviewInput(PreviewDecision Decision, string Cause);
