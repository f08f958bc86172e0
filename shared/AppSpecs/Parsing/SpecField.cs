namespace Pipelines.AppSpecs;

/// <summary>A name in a mapping, its place, and what it stands for.</summary>
internal sealed record SpecField(string Name, SpecNode Value, int? Line, int? Column);
