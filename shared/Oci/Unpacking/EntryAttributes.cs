using System.Formats.Tar;
using Microsoft.Win32.SafeHandles;

namespace Pipelines.Oci;

/// <summary>The owner, permissions and time of an entry.</summary>
internal sealed record EntryAttributes(UnixFileMode Mode, int UserId, int GroupId, DateTime ModificationTime)
{
    private const UnixFileMode SetId = UnixFileMode.SetUser | UnixFileMode.SetGroup;

    public static EntryAttributes Of(TarEntry entry) =>
        new(entry.Mode, entry.Uid, entry.Gid, entry.ModificationTime.UtcDateTime);

    public void ApplyToDirectory(string path, UnpackOptions options)
    {
        ApplyOwner(path, options);
        File.SetUnixFileMode(path, Allowed(options));
        Directory.SetLastWriteTimeUtc(path, ModificationTime);
    }

    // The owner first: changing it takes the set-user-id bit away.
    public void ApplyToFile(string path, SafeFileHandle file, UnpackOptions options)
    {
        ApplyOwner(path, options);
        File.SetUnixFileMode(file, Allowed(options));
        File.SetLastWriteTimeUtc(file, ModificationTime);
    }

    public void ApplyOwner(string path, UnpackOptions options)
    {
        if (options.PreserveOwners)
        {
            LibC.ChangeOwner(path, UserId, GroupId);
        }
    }

    private UnixFileMode Allowed(UnpackOptions options) => options.AllowSetId ? Mode : Mode & ~SetId;
}
