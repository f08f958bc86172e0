using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Pipelines.Clusters;
using Pipelines.Node.Interop;

namespace Pipelines.Node.Shells;

/// <summary>A pair of pseudo terminals (pty(7)): what this end writes is typed at the other, what is shown there is read here.</summary>
internal sealed class PseudoTerminal : IDisposable
{
    private const int LongestName = 128;

    // Larger than struct termios, of which the second word is read (termios(3)).
    private const int ModeSize = 256;
    private const int OutputFlags = 4;
    private const uint ProcessesOutput = 1;
    private const uint ReturnsAtLineEnd = 4;
    private static readonly TimeSpan WritePause = TimeSpan.FromMilliseconds(10);
    private readonly SafeFileHandle master;

    private PseudoTerminal(SafeFileHandle master) => this.master = master;

    /// <summary>Gets the path of the other end.</summary>
    public string Path { get; private set; } = string.Empty;

    /// <summary>Opens a pair.</summary>
    /// <param name="size">Its size.</param>
    /// <exception cref="Win32Exception">The system has none to give.</exception>
    public static PseudoTerminal Open(TerminalSize size)
    {
        var terminal = new PseudoTerminal(Libc.OpenTerminal(Libc.ReadWrite | Libc.NoControllingTerminal | Libc.NonBlocking | Libc.CloseOnExec));
        try
        {
            terminal.Prepare();
            terminal.Resize(size);
            return terminal;
        }
        catch
        {
            terminal.Dispose();
            throw;
        }
    }

    /// <summary>Has another terminal begin new lines at their start, as terminals do at first.</summary>
    /// <param name="path">That terminal, or what leads to it.</param>
    public static void ReturnAtLineEnds(string path)
    {
        using var other = Libc.OpenTerminalAt(path);
        Span<byte> mode = stackalloc byte[ModeSize];
        if (other is not null && Libc.GetTerminalMode(other, mode) == 0)
        {
            var flags = MemoryMarshal.AsRef<uint>(mode[OutputFlags..]) | ProcessesOutput | ReturnsAtLineEnd;
            MemoryMarshal.Write(mode[OutputFlags..], flags);
            _ = Libc.SetTerminalMode(other, 0, mode);
        }
    }

    /// <summary>Has every byte go through as it is, because a second terminal behind this one interprets them.</summary>
    public void PassThrough()
    {
        Span<byte> mode = stackalloc byte[ModeSize];
        if (Libc.GetTerminalMode(master, mode) == 0)
        {
            Libc.MakeRaw(mode);
            _ = Libc.SetTerminalMode(master, 0, mode);
        }
    }

    /// <summary>Tells whoever runs at the other end its size.</summary>
    public void Resize(TerminalSize size)
    {
        var bounded = size.Bounded();
        _ = Libc.Control(master, Libc.SetWindowSize, new WindowSize((ushort)bounded.Rows, (ushort)bounded.Columns));
    }

    /// <summary>Waits, holding the calling thread, until there is something to read or the other end is closed.</summary>
    /// <returns>False when the time is over.</returns>
    public bool WaitToRead(int milliseconds)
    {
        var request = new PollRequest((int)master.DangerousGetHandle(), Libc.PollIn);
        return Libc.Poll(ref request, 1, milliseconds) > 0;
    }

    /// <summary>Reads what is there.</summary>
    /// <returns>The number of bytes; 0 when the other end is closed, null when there is nothing now.</returns>
    public int? Read(Span<byte> buffer)
    {
        var read = Libc.Read(master, buffer, (nuint)buffer.Length);
        return read >= 0 ? (int)read
            : Marshal.GetLastPInvokeError() is Libc.TryAgain or Libc.Interrupted ? null
            : 0;
    }

    /// <summary>Types; waits where the other end does not read.</summary>
    /// <returns>False when the other end is closed.</returns>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        while (!data.IsEmpty)
        {
            var written = Libc.Write(master, data.Span, (nuint)data.Length);
            if (written > 0)
            {
                data = data[(int)written..];
            }
            else if (written == 0 || Marshal.GetLastPInvokeError() is Libc.TryAgain or Libc.Interrupted)
            {
                await Task.Delay(WritePause, cancellation);
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    public void Dispose() => master.Dispose();

    private void Prepare()
    {
        Span<byte> name = stackalloc byte[LongestName];
        Require(!master.IsInvalid && Libc.GrantTerminal(master) == 0 && Libc.UnlockTerminal(master) == 0);
        Require(Libc.NameOfTerminal(master, name, LongestName) == 0);
        Path = Encoding.UTF8.GetString(name[..name.IndexOf((byte)0)]);
    }

    private static void Require(bool succeeded)
    {
        if (!succeeded)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }
}
