namespace Pipelines.Activities.Detection;

/// <summary>A value and where it was found, the file relative to the component's folder.</summary>
internal sealed record Finding(string Value, string File, string Detail);
