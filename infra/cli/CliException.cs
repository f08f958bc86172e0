namespace Pipelines.Cli;

/// <summary>Something that a person must know and can act on; shown without a stack trace.</summary>
/// <param name="message">What is wrong and what to do.</param>
internal sealed class CliException(string message) : Exception(message);
