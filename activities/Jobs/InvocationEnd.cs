using Pipelines.Deployments;

namespace Pipelines.Activities.Jobs;

/// <summary>How a run ended whose own workflow cannot tell.</summary>
/// <param name="Key">The run.</param>
/// <param name="Failure">Why.</param>
/// <param name="At">When.</param>
public sealed record InvocationEnd(InvocationKey Key, Failure Failure, DateTimeOffset At);
