namespace Pipelines.Functions.Embedded;

/// <summary>Reads a value of one type from text.</summary>
/// <param name="text">The text.</param>
/// <param name="value">The value.</param>
/// <returns>Whether the text is one.</returns>
internal delegate bool ValueParser(string text, out object? value);
