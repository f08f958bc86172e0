using System.Runtime.InteropServices;

namespace Pipelines.Oci;

/// <summary>The members of Linux' <c>struct statx</c> that are used here; its layout is the same on every processor.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    [FieldOffset(16)]
    public uint LinkCount;

    [FieldOffset(20)]
    public uint UserId;

    [FieldOffset(24)]
    public uint GroupId;

    [FieldOffset(28)]
    public ushort ModeBits;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public ulong Size;

    [FieldOffset(128)]
    public ulong DeviceNumber;

    [FieldOffset(136)]
    public ulong FileSystem;

    private const int TypeMask = 0xf000;

    public readonly bool IsDirectory => (ModeBits & TypeMask) == 0x4000;

    public readonly bool IsRegularFile => (ModeBits & TypeMask) == 0x8000;

    public readonly bool IsSymbolicLink => (ModeBits & TypeMask) == 0xa000;

    /// <summary>Whether this is the character device 0:0, overlayfs' sign of a removed file.</summary>
    public readonly bool IsWhiteout => (ModeBits & TypeMask) == LibC.CharacterDevice && DeviceNumber == 0;

    public readonly UnixFileMode Mode => (UnixFileMode)(ModeBits & 0xfff);
}
