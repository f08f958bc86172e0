using System.Text.RegularExpressions;

namespace Pipelines.Activities.Builds.Kubernetes.Running;

/// <summary>Notes what steps write that explains their end better than their exit code.</summary>
internal sealed partial class BuildOutput
{
    private const int MaxLine = 500;
    private readonly Lock gate = new();
    private string? error;
    private int? exitStatus;

    /// <summary>The last error a step wrote; null when it wrote none.</summary>
    public string? Error
    {
        get
        {
            lock (gate)
            {
                return error;
            }
        }
    }

    /// <summary>The exit code of the command that a tool ran, in the tool's words; null when it told none.</summary>
    public int? ExitStatus
    {
        get
        {
            lock (gate)
            {
                return exitStatus;
            }
        }
    }

    /// <summary>Takes a line.</summary>
    public void Note(string line)
    {
        if (!ErrorLine().IsMatch(line))
        {
            return;
        }

        lock (gate)
        {
            error = line.Length > MaxLine ? line[..MaxLine] : line;
            if (StatusText().Match(line) is { Success: true } status && int.TryParse(status.Groups["code"].ValueSpan, out var code))
            {
                exitStatus = code;
            }
        }
    }

    // What the lifecycle, Kaniko, BuildKit, curl and tar begin their last words with.
    [GeneratedRegex("^(?:error|ERROR|Error|curl:|tar:|failed|[Ff]atal)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ErrorLine();

    [GeneratedRegex(@"exit (?:status|code):? (?<code>\d{1,3})\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex StatusText();
}
