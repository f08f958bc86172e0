using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Pipelines.Node.Commands;

/// <summary>Runs helper programs of the machine: arguments as a list, never through a shell.</summary>
internal static class Command
{
    private const int MaximumOutput = 64 << 10;
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Runs a program to its end.</summary>
    public static async Task<CommandResult> RunAsync(string program, IReadOnlyList<string> arguments, string? input = null, TimeSpan? timeout = null, string? directory = null, CancellationToken cancellation = default)
    {
        using var process = new Process { StartInfo = CreateStartInfo(program, arguments, directory) };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            return new CommandResult(-1, string.Empty, $"{program}: {exception.Message}");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout ?? DefaultTimeout);
        try
        {
            var output = ReadAsync(process.StandardOutput, limit.Token);
            var error = ReadAsync(process.StandardError, limit.Token);
            await WriteInputAsync(process, input);
            await process.WaitForExitAsync(limit.Token);
            return new CommandResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            return new CommandResult(-1, string.Empty, $"{program} took longer than {timeout ?? DefaultTimeout}");
        }
    }

    /// <summary>Finds a program on the usual paths of administration, which a login shell's PATH may lack.</summary>
    public static string? Find(string program)
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? string.Empty;
        return $"{path}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, program))
            .FirstOrDefault(File.Exists);
    }

    private static ProcessStartInfo CreateStartInfo(string program, IReadOnlyList<string> arguments, string? directory)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (directory is not null)
        {
            start.WorkingDirectory = directory;
        }

        return start;
    }

    private static async Task WriteInputAsync(Process process, string? input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading: its exit code says why.
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellation)) > 0)
        {
            text.Append(buffer, 0, Math.Min(read, MaximumOutput - text.Length));
        }

        return text.ToString();
    }
}
