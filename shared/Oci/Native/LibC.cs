using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pipelines.Oci;

/// <summary>The system calls that the framework has no method for. None follows a symbolic link at the end of its path.</summary>
internal static partial class LibC
{
    public const int LockExclusive = 2;
    public const int LockNonBlocking = 4;
    public const int CharacterDevice = 0x2000;
    public const int ErrorInterrupted = 4;
    public const int ErrorNoEntry = 2;
    public const int ErrorWouldBlock = 11;
    public const int ErrorNotDirectory = 20;

    private const int AtCurrentDirectory = -100;
    private const int AtSymlinkNoFollow = 0x100;
    private const uint StatBasic = 0x7ff;
    // O_RDWR | O_CREAT | O_CLOEXEC, and mode 0600.
    private const int OpenLock = 0x2 | 0x40 | 0x80000;
    private const int OwnerReadWrite = 0x180;

    // O_DIRECTORY | O_CLOEXEC: the former differs by processor.
    private const int OpenDirectory = 0x10000 | 0x80000;
    private const int OpenDirectoryArm64 = 0x4000 | 0x80000;

    /// <summary>Reads what is at a path.</summary>
    /// <returns>Null when nothing is there.</returns>
    public static FileStatus? Stat(string path)
    {
        if (Statx(AtCurrentDirectory, path, AtSymlinkNoFollow, StatBasic, out var status) == 0)
        {
            return status;
        }

        var error = Marshal.GetLastPInvokeError();
        return error is ErrorNoEntry or ErrorNotDirectory ? null : throw Failure("stat", path, error);
    }

    /// <summary>Makes <paramref name="path"/> another name of the file <paramref name="existing"/>.</summary>
    public static void CreateHardLink(string existing, string path) => Check(Link(existing, path), "link", path);

    /// <summary>Changes the owner of what is at a path, a symbolic link included.</summary>
    public static void ChangeOwner(string path, int userId, int groupId) => Check(LChown(path, userId, groupId), "chown", path);

    /// <summary>Makes the character device 0:0, overlayfs' sign of a removed file. Needs CAP_MKNOD or a kernel since 5.8 without.</summary>
    public static void CreateWhiteout(string path) => Check(MkNod(path, CharacterDevice, 0), "mknod", path);

    /// <summary>Sets an extended attribute.</summary>
    public static void SetAttribute(string path, string name, ReadOnlySpan<byte> value) =>
        Check(LSetXAttr(path, name, value, (nuint)value.Length, 0), "setxattr", path);

    /// <summary>Makes the names within a directory durable.</summary>
    public static void SyncDirectory(string path) => WithDirectory(path, handle => Check(FSync(handle), "fsync", path));

    /// <summary>Makes everything written to the directory's file system durable.</summary>
    public static void SyncFileSystem(string path) => WithDirectory(path, handle => Check(SyncFs(handle), "syncfs", path));

    /// <summary>Opens a file to lock it, made when missing. The framework's own opening takes a lock by itself, and fails where there is one.</summary>
    public static SafeFileHandle OpenLockFile(string path)
    {
        var descriptor = Open(path, OpenLock, OwnerReadWrite);
        Check(descriptor < 0 ? -1 : 0, "open", path);
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Whether this process runs as root.</summary>
    public static bool IsRoot() => GetEffectiveUserId() == 0;

    public static IOException Failure(string call, string path, int error) =>
        new($"{call} {path}: {Marshal.GetPInvokeErrorMessage(error)}");

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int FLock(SafeFileHandle handle, int operation);

    private static void WithDirectory(string path, Action<SafeFileHandle> action)
    {
        var flags = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? OpenDirectoryArm64 : OpenDirectory;
        var descriptor = Open(path, flags, 0);
        Check(descriptor < 0 ? -1 : 0, "open", path);
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        action(handle);
    }

    private static void Check(int result, string call, string path)
    {
        if (result != 0)
        {
            throw Failure(call, path, Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, out FileStatus status);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string path);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LChown(string path, int userId, int groupId);

    [LibraryImport("libc", EntryPoint = "mknod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MkNod(string path, int mode, ulong device);

    [LibraryImport("libc", EntryPoint = "lsetxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LSetXAttr(string path, string name, ReadOnlySpan<byte> value, nuint size, int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncFs(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();
}
