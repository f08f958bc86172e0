namespace Pipelines.Deployments;

/// <summary>Why a step ended as it did.</summary>
/// <param name="Code">One of <see cref="ReasonCodes"/>.</param>
/// <param name="Message">What happened and what to do, for a person, without secrets.</param>
public sealed record StepReason(string Code, string Message);
