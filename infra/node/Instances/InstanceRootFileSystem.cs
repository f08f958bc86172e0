using System.ComponentModel;
using System.Runtime.InteropServices;
using Pipelines.Node.Commands;
using Pipelines.Node.Images;
using Pipelines.Node.Interop;

namespace Pipelines.Node.Instances;

/// <summary>The files of an instance: its image's layers below, what it writes above, both gone with it.</summary>
internal static class InstanceRootFileSystem
{
    /// <summary>The kernel takes one page of mount options.</summary>
    private const int MaximumOptions = 4000;

    /// <summary>Makes a fresh root, by overlay or by copy.</summary>
    /// <exception cref="IOException">Neither works.</exception>
    public static async Task CreateAsync(InstanceFiles files, UnpackedImage image, bool overlay, CancellationToken cancellation)
    {
        foreach (var directory in (string[])[files.Root, files.Upper, files.Work, files.Bundle])
        {
            Directory.CreateDirectory(directory);
        }

        var options = $"lowerdir={string.Join(':', image.Layers)},upperdir={files.Upper},workdir={files.Work}";
        if (overlay && image.Layers.Count > 0 && options.Length < MaximumOptions)
        {
            Mount(files.Root, options);
        }
        else
        {
            await CopyAsync(files.Root, image, cancellation);
        }
    }

    /// <summary>Removes the root and everything written there; no error when it is gone.</summary>
    public static void Delete(InstanceFiles files)
    {
        if (!Directory.Exists(files.Directory))
        {
            return;
        }

        while (Libc.Unmount(files.Root, Libc.DetachMount) == 0)
        {
            // Mounted more than once when a node died between mount and record.
        }

        Directory.Delete(files.Directory, recursive: true);
    }

    /// <summary>Whether overlays can be mounted below a directory.</summary>
    public static bool CanOverlay(string directory)
    {
        var lower = Path.Combine(directory, "lower");
        var root = Path.Combine(directory, "root");
        var upper = Path.Combine(directory, "upper");
        var work = Path.Combine(directory, "work");
        foreach (var each in (string[])[lower, root, upper, work])
        {
            Directory.CreateDirectory(each);
        }

        var mounted = Libc.Mount("overlay", root, "overlay", 0, $"lowerdir={lower},upperdir={upper},workdir={work}") == 0;
        if (mounted)
        {
            _ = Libc.Unmount(root, Libc.DetachMount);
        }

        Directory.Delete(directory, recursive: true);
        return mounted;
    }

    private static void Mount(string root, string options)
    {
        if (Libc.Mount("overlay", root, "overlay", 0, options) != 0)
        {
            throw new IOException($"The overlay {root} cannot be mounted: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }
    }

    private static async Task CopyAsync(string root, UnpackedImage image, CancellationToken cancellation)
    {
        foreach (var directory in image.Layers)
        {
            var copied = await Command.RunAsync("cp", ["-a", "--reflink=auto", directory + "/.", root + "/"], timeout: TimeSpan.FromMinutes(10), cancellation: cancellation);
            if (!copied.Succeeded)
            {
                throw new IOException($"The image cannot be copied: {copied.Reason}");
            }
        }
    }
}
