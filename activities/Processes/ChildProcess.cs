using System.Diagnostics;

namespace Pipelines.Activities.Processes;

/// <summary>
/// A running program with a session and process group of its own, so that all it started can be ended together. The
/// kernel kills it when this process dies, in whatever way.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process process;

    private ChildProcess(Process process) => this.process = process;

    /// <summary>Gets the process id, which is the group's id as well.</summary>
    public int Id => process.Id;

    /// <summary>Gets the exit code; 128 + the signal's number after a signal.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>Gets the program's standard input.</summary>
    public Stream Input => process.StandardInput.BaseStream;

    /// <summary>Gets the program's standard output.</summary>
    public Stream Output => process.StandardOutput.BaseStream;

    /// <summary>Gets the program's standard error.</summary>
    public Stream Error => process.StandardError.BaseStream;

    public static async Task<ChildProcess> StartAsync(ProcessCommand command)
    {
        var start = new ProcessStartInfo("setpriv")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.WorkingDirectory,
        };
        foreach (var argument in (string[])["--pdeathsig", "KILL", "setsid", command.Program, .. command.Arguments])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(await ProcessStarter.StartAsync(start));
    }

    /// <summary>Waits for the end; a cancelled wait kills the group.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            Kill();
            throw;
        }
    }

    /// <summary>Kills the program and everything it started.</summary>
    public void Kill()
    {
        _ = NativeMethods.Kill(-process.Id, NativeMethods.SigKill);
        if (!process.HasExited)
        {
            // Within the first instant it is not yet the leader of its group.
            process.Kill(entireProcessTree: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }
}
