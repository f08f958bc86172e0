namespace Pipelines.AppSpecs;

/// <summary>A field that differs.</summary>
/// <param name="Path">The field's path.</param>
/// <param name="Description">How it differs: "was added", "was removed", "changed", "changed from 1 to 2".</param>
internal sealed record FieldChange(string Path, string Description);
