using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Pipelines.Clusters;
using Pipelines.Node.Commands;
using Pipelines.Node.Interop;
using Pipelines.Node.Runtimes;

namespace Pipelines.Node.Shells;

/// <summary>A shell that runs in an instance of this node, at a terminal whose other end is here.</summary>
internal sealed class ShellSession : IShellSession
{
    /// <summary>
    /// Constant: everything that varies comes as a positional argument and is never evaluated. The leader of a session that
    /// has no terminal yet gets the one that it opens first, so that it is told of new sizes and of the terminal's end.
    /// </summary>
    private const string Script = """
        terminal=$1 groups=$2
        shift 2
        exec <>"$terminal" >&0 2>&0 || exit 125
        while [ "$groups" -gt 0 ]; do echo "$$" >"$1"; shift; groups=$((groups-1)); done
        exec "$@"
        """;

    private const int ReadSize = 8 << 10;
    private const int WaitingReads = 4;
    private const int LookMilliseconds = 200;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StartPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);
    private readonly ShellLaunch launch;
    private readonly IInstanceRuntime runtime;
    private readonly PseudoTerminal terminal;
    private readonly Process process;
    private readonly Channel<byte[]> shown = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly SemaphoreSlim room = new(WaitingReads);
    private readonly CancellationTokenSource ended = new();
    private readonly Thread reader;
    private ReadOnlyMemory<byte> rest;
    private int disposed;

    private ShellSession(ShellLaunch launch, IInstanceRuntime runtime, PseudoTerminal terminal, Process process)
    {
        this.launch = launch;
        this.runtime = runtime;
        this.terminal = terminal;
        this.process = process;
        reader = new Thread(Read) { IsBackground = true, Name = "shell " + process.Id.ToString(CultureInfo.InvariantCulture) };
        reader.Start();
    }

    public int? ExitCode { get; private set; }

    /// <summary>Starts the shell.</summary>
    /// <exception cref="IOException">The instance is gone, or the machine refuses a terminal or process.</exception>
    /// <exception cref="TimeoutException">It does not start.</exception>
    public static async Task<ShellSession> StartAsync(ShellLaunch launch, IInstanceRuntime runtime, IReadOnlyList<string> cgroupFiles, TerminalSize size)
    {
        var (command, hasOwnTerminal) = runtime.PrepareShell(launch);
        PseudoTerminal? opened = null;
        ShellSession session;
        try
        {
            opened = PseudoTerminal.Open(size);
            var started = Process.Start(StartInfo(command, opened, command.JoinsCgroup ? cgroupFiles : [])) ?? throw new IOException("The shell was not started.");
            session = new ShellSession(launch, runtime, opened, started);
        }
        catch (Exception exception)
        {
            opened?.Dispose();
            throw exception is Win32Exception ? new IOException(exception.Message, exception) : exception;
        }

        if (hasOwnTerminal)
        {
            await session.BeginAsync();
        }

        return session;
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (rest.IsEmpty)
        {
            if (!await shown.Reader.WaitToReadAsync(cancellation) || !shown.Reader.TryRead(out var next))
            {
                ExitCode ??= await EndAsync(cancellation);
                return 0;
            }

            rest = next;
            room.Release();
        }

        var length = Math.Min(buffer.Length, rest.Length);
        rest[..length].CopyTo(buffer);
        rest = rest[length..];
        return length;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, ended.Token);
        try
        {
            _ = await terminal.WriteAsync(data, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The shell has ended: nobody reads it any more.
        }
    }

    public ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellation = default)
    {
        terminal.Resize(size);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1)
        {
            return;
        }

        // Within the instance first: its shell may outlive the command that brought it there.
        await runtime.KillShellAsync(launch, process.Id);
        if (!process.HasExited)
        {
            process.Kill();
        }

        await ended.CancelAsync();
        reader.Join();

        // With its other end closed, whatever is left at the terminal is told that it has hung up.
        terminal.Dispose();
        process.Dispose();
        ended.Dispose();
        room.Dispose();
        Directory.Delete(launch.Directory, recursive: true);
    }

    private static ProcessStartInfo StartInfo(RuntimeCommand command, PseudoTerminal terminal, IReadOnlyList<string> joined)
    {
        var start = new ProcessStartInfo(
            Command.Find("setsid") ?? "setsid",
            ["/bin/sh", "-c", Script, "pipelines-shell", terminal.Path, joined.Count.ToString(CultureInfo.InvariantCulture), .. joined, .. command.Arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = Directory.Exists(command.Directory) ? command.Directory : "/",
        };
        start.Environment.Clear();
        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Sets the terminals right once the runtime has done with them, and lets the shell begin.</summary>
    private async Task BeginAsync()
    {
        var since = Stopwatch.GetTimestamp();
        while (!process.HasExited)
        {
            if (launch.ReadProcessId() is { } shell && ProcessInfo.IsStopped(shell))
            {
                terminal.PassThrough();
                PseudoTerminal.ReturnAtLineEnds($"/proc/{shell}/fd/0");
                _ = Libc.Kill(shell, Libc.SignalContinue);
                return;
            }

            if (Stopwatch.GetElapsedTime(since) > StartPatience)
            {
                await DisposeAsync();
                throw new TimeoutException($"The shell did not start within {StartPatience.TotalSeconds:0} s.");
            }

            await Task.Delay(StartPause);
        }
    }

    // Held by a thread of its own: the framework reads terminals no other way.
    private void Read()
    {
        var buffer = new byte[ReadSize];
        try
        {
            while (!ended.IsCancellationRequested)
            {
                if (!terminal.WaitToRead(LookMilliseconds))
                {
                    if (process.HasExited)
                    {
                        break;
                    }

                    continue;
                }

                var read = terminal.Read(buffer);
                if (read == 0)
                {
                    break;
                }

                if (read is { } length)
                {
                    // Until it is taken nothing more is read, and whoever writes there waits.
                    room.Wait(ended.Token);
                    _ = shown.Writer.TryWrite(buffer[..length]);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody reads any more.
        }
        finally
        {
            shown.Writer.Complete();
        }
    }

    private async Task<int?> EndAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(EndPatience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // It has let go of its terminal and runs on; it is ended with the session.
            return null;
        }
    }
}
