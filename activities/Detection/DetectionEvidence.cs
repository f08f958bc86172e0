namespace Pipelines.Activities.Detection;

/// <summary>Why a fact was detected.</summary>
/// <param name="Fact">The fact, named as the property of <see cref="DetectedComponent"/> that holds it.</param>
/// <param name="File">The file it was read from, relative to the repository's root.</param>
/// <param name="Detail">What stands there.</param>
public sealed record DetectionEvidence(string Fact, string File, string Detail);
