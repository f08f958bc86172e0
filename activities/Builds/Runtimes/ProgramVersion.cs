using System.Text.RegularExpressions;
using Pipelines.Activities.Processes;

namespace Pipelines.Activities.Builds.Runtimes;

/// <summary>Asks a program of the machine for its version.</summary>
internal static partial class ProgramVersion
{
    /// <summary>The first number in what it prints; "unknown" where it prints none.</summary>
    public static async Task<string> OfAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var errors = new List<string>();
        var command = new ProcessCommand
        {
            Program = program,
            Arguments = arguments,
            Environment = new Dictionary<string, string>
            {
                ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
                ["HOME"] = "/nonexistent",
                ["DOTNET_CLI_HOME"] = "/tmp",
                ["DOTNET_NOLOGO"] = "1",
            },
        };
        var (_, output) = await ProcessRunner.CaptureAsync(command, errors.Add, cancellation);
        var match = Number().Match(output + "\n" + string.Join('\n', errors));
        return match.Success ? match.Value : "unknown";
    }

    [GeneratedRegex(@"[0-9]+(?:\.[0-9]+)+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();
}
