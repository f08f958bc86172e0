using System.Text.RegularExpressions;
using Pipelines.Storage.Secrets;

namespace Pipelines.Activities.Builds;

/// <summary>Passes a build's output on: without terminal sequences and secrets, and not more of it than allowed.</summary>
internal sealed partial class BuildLog(Action<string> write, SecretRedactor redactor, long maxBytes)
{
    private readonly Lock gate = new();
    private long written;

    /// <summary>Writes a line. Safe for concurrent use.</summary>
    public void Write(string line)
    {
        var text = redactor.Redact(TerminalSequence().Replace(line, string.Empty)).TrimEnd();
        lock (gate)
        {
            if (written > maxBytes)
            {
                return;
            }

            written += text.Length + 1;
            write(written > maxBytes ? "The log is longer than allowed; what follows is left out." : text);
        }
    }

    /// <summary>Announces a command the way a shell with -x does.</summary>
    public void Announce(string command) => Write("$ " + command);

    /// <summary>ECMA-48 control sequences, operating system commands, and what else is not text.</summary>
    [GeneratedRegex(@"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-_]|[\x00-\x08\x0b-\x1f\x7f]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TerminalSequence();
}
