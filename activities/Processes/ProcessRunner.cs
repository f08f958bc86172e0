using System.ComponentModel;

namespace Pipelines.Activities.Processes;

/// <summary>Runs a program to its end, its output going line by line to callbacks.</summary>
internal static class ProcessRunner
{
    /// <summary>The longest line passed on; what is longer is cut into several.</summary>
    private const int MaxLineBytes = 16 * 1024;

    /// <summary>Runs.</summary>
    /// <param name="command">The program.</param>
    /// <param name="output">Takes lines of standard output.</param>
    /// <param name="error">Takes lines of standard error.</param>
    /// <param name="cancellation">Kills the program and everything it started.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="Win32Exception">The program does not exist.</exception>
    public static async Task<int> RunAsync(ProcessCommand command, Action<string> output, Action<string> error, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await using var process = await ChildProcess.StartAsync(command);
        process.Input.Close();

        // A grandchild that keeps a pipe open must not keep us waiting after a cancellation: the wait kills the group.
        var reading = Task.WhenAll(
            LineReader.ReadAsync(process.Output, MaxLineBytes, output),
            LineReader.ReadAsync(process.Error, MaxLineBytes, error));
        await process.WaitAsync(cancellation);
        await DrainAsync(process, reading, cancellation);
        return process.ExitCode;
    }

    /// <summary>Runs and returns standard output as text.</summary>
    public static async Task<(int ExitCode, string Output)> CaptureAsync(ProcessCommand command, Action<string> error, CancellationToken cancellation)
    {
        var lines = new List<string>();
        var exitCode = await RunAsync(command, lines.Add, error, cancellation);
        return (exitCode, string.Join('\n', lines));
    }

    /// <summary>The program has ended: what it left in the background ends with it, and then the pipes do.</summary>
    private static async Task DrainAsync(ChildProcess process, Task reading, CancellationToken cancellation)
    {
        try
        {
            await reading.WaitAsync(TimeSpan.FromSeconds(2), cancellation);
        }
        catch (TimeoutException)
        {
            process.Kill();
            await reading.WaitAsync(cancellation);
        }
    }
}
