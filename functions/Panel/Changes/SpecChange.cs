namespace Pipelines.Functions.Panel.Changes;

/// <summary>A field of the spec that differs; never holds a secret, nor any text's value.</summary>
/// <param name="Component">The component; null for what is outside all.</param>
/// <param name="Path">The field, as <c>envs.API_KEY</c>.</param>
/// <param name="Description">How it differs, in plain words.</param>
public sealed record SpecChange(string? Component, string Path, string Description);
