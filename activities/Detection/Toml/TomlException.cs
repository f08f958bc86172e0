namespace Pipelines.Activities.Detection.Toml;

/// <summary>The text is not TOML.</summary>
internal sealed class TomlException(int line, string message) : Exception($"line {line}: {message}");
