namespace Pipelines.Node.Commands;

/// <summary>How a helper program ended.</summary>
/// <param name="ExitCode">Its exit code; -1 when it could not be started or ran out of time.</param>
/// <param name="Output">What it wrote to standard output, bounded.</param>
/// <param name="Error">What it wrote to standard error, bounded.</param>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>Gets one line that says why it failed.</summary>
    public string Reason => (Error.Length > 0 ? Error : Output).Trim() is { Length: > 0 } text ? text.ReplaceLineEndings(" ") : $"exit code {ExitCode}";
}
