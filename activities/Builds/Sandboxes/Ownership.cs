using Pipelines.Activities.Processes;

namespace Pipelines.Activities.Builds.Sandboxes;

/// <summary>Gives files to the user that builds run as; without root they stay whose they are.</summary>
internal static class Ownership
{
    private static readonly bool IsRoot = NativeMethods.EffectiveUserId() == 0;

    /// <summary>The user that a build's commands run as.</summary>
    public static int BuildUser(BuildOptions options) => IsRoot ? options.UserId : (int)NativeMethods.EffectiveUserId();

    /// <summary>Gives one file, directory or link.</summary>
    public static void Give(string path, int userId)
    {
        if (IsRoot && NativeMethods.ChangeOwner(path, (uint)userId, (uint)userId) != 0)
        {
            throw new IOException($"The owner of '{path}' could not be changed.");
        }
    }

    /// <summary>Gives a directory and all in it; links are not followed.</summary>
    public static void GiveAll(string directory, int userId)
    {
        Give(directory, userId);
        foreach (var entry in Directory.EnumerateFileSystemEntries(directory, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }))
        {
            if (new DirectoryInfo(entry) is { Exists: true, LinkTarget: null })
            {
                GiveAll(entry, userId);
            }
            else
            {
                Give(entry, userId);
            }
        }
    }
}
