namespace Pipelines.AppSpecs;

/// <summary>
/// The document cannot be read further: it is not of its notation, or beyond a limit. Never leaves the parser.
/// </summary>
internal sealed class SpecDocumentException(string message, int? line, int? column) : Exception(message)
{
    public int? Line { get; } = line;

    public int? Column { get; } = column;
}
