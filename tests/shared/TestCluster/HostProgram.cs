using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Pipelines.TestClusters;

/// <summary>Programs of this machine that make what tests need.</summary>
internal static partial class HostProgram
{
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(3);

    /// <summary>Runs a program that is expected to succeed, and returns what it wrote.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (code, output, error) = await FinishAsync(program, arguments);
        return code == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit code {code}: {error}");
    }

    /// <summary>Runs a program that may fail; null when it does.</summary>
    public static async Task<string?> TryRunAsync(string program, params string[] arguments)
    {
        var (code, output, _) = await FinishAsync(program, arguments);
        return code == 0 ? output : null;
    }

    /// <summary>The shared libraries that programs and libraries need.</summary>
    public static async Task<IReadOnlySet<string>> LibrariesOfAsync(IReadOnlyList<string> files)
    {
        // Its exit code tells of files that need none.
        var (_, output, _) = await FinishAsync("ldd", [.. files]);
        return Library().Matches(output).Select(match => match.Groups["path"].Value).ToHashSet(StringComparer.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> FinishAsync(string program, string[] arguments)
    {
        using var limit = new CancellationTokenSource(_longest);
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, (await output).Trim(), (await error).Trim());
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    [GeneratedRegex(@"(?:=> |^\s+)(?<path>/\S+) \(0x", RegexOptions.CultureInvariant | RegexOptions.Multiline, 1000)]
    private static partial Regex Library();
}
