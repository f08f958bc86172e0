namespace Pipelines.Functions.Api.Alerts;

/// <summary>How far an alert is.</summary>
/// <param name="Steps">Its steps.</param>
public sealed record AlertProgressWire(IReadOnlyList<AlertStepWire> Steps);
