using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pipelines.Node.Interop;

/// <summary>The system calls that the framework has no counterpart for.</summary>
internal static partial class Libc
{
    internal const int ReadWrite = 0x02;
    internal const int NoControllingTerminal = 0x100;
    internal const int NonBlocking = 0x800;
    internal const short PollIn = 0x01;
    internal const int TryAgain = 11;
    internal const int Interrupted = 4;
    internal const nuint SetWindowSize = 0x5414;
    internal const int SignalInterrupt = 2;
    internal const int SignalQuit = 3;
    internal const int SignalTerminate = 15;
    internal const nint DefaultHandler = 0;
    internal const int SignalContinue = 18;
    internal const int SignalKill = 9;
    internal const int NewNetworkNamespace = 0x40000000;
    internal const int DetachMount = 2;
    internal const int KeepSize = 0x01;
    internal const int PunchHole = 0x02;
    internal const int CloseOnExec = 0x80000;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "signal", SetLastError = true)]
    internal static partial nint SetSignalHandler(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    internal static partial int SetNamespace(SafeHandle descriptor, int kind);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Mount(string source, string target, string type, ulong flags, string data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unmount(string target, int flags);

    [LibraryImport("libc", EntryPoint = "fallocate64", SetLastError = true)]
    internal static partial int Allocate(SafeHandle descriptor, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "rmdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int RemoveDirectory(string path);

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    internal static partial SafeFileHandle OpenTerminal(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    internal static partial int GrantTerminal(SafeHandle master);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    internal static partial int UnlockTerminal(SafeHandle master);

    [LibraryImport("libc", EntryPoint = "ptsname_r")]
    internal static partial int NameOfTerminal(SafeHandle master, Span<byte> name, nuint length);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    internal static partial int GetTerminalMode(SafeHandle terminal, Span<byte> mode);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    internal static partial void MakeRaw(Span<byte> mode);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    internal static partial int SetTerminalMode(SafeHandle terminal, int when, ReadOnlySpan<byte> mode);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(SafeHandle terminal, nuint request, in WindowSize size);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(ref PollRequest request, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(SafeHandle descriptor, Span<byte> buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(SafeHandle descriptor, ReadOnlySpan<byte> buffer, nuint count);

    /// <summary>Opens what the framework's own file handles refuse: a namespace.</summary>
    /// <returns>The handle, or null where that fails.</returns>
    internal static SafeFileHandle? Open(string path) => Open(path, CloseOnExec);

    /// <summary>Opens a terminal without making it this process's own.</summary>
    /// <returns>The handle, or null where that fails.</returns>
    internal static SafeFileHandle? OpenTerminalAt(string path) => Open(path, ReadWrite | NoControllingTerminal | NonBlocking | CloseOnExec);

    private static SafeFileHandle? Open(string path, int flags)
    {
        var handle = OpenFile(path, flags);
        if (!handle.IsInvalid)
        {
            return handle;
        }

        handle.Dispose();
        return null;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenFile(string path, int flags);
}
