namespace Pipelines.Activities.Processes;

/// <summary>Makes directories that only the platform's own user can enter.</summary>
internal static class PrivateDirectory
{
    /// <summary>Makes the directory unless it exists.</summary>
    public static void Create(string path) =>
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
