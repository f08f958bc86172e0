using System.Text;

namespace Pipelines.Storage.Files;

/// <summary>Files and directories that only their owner may read.</summary>
internal static class PrivateFile
{
    private const int MaximumAttempts = 10;

    /// <summary>0600.</summary>
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>0700.</summary>
    public const UnixFileMode DirectoryMode = FileMode | UnixFileMode.UserExecute;

    /// <summary>Makes a directory, and its parents, with mode 0700; leaves existing ones as they are.</summary>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, DirectoryMode);
        }
    }

    /// <summary>The options of a new file with mode 0600.</summary>
    public static FileStreamOptions Options(System.IO.FileMode mode, FileAccess access, FileShare share, FileOptions options = FileOptions.None)
    {
        var result = new FileStreamOptions { Mode = mode, Access = access, Share = share, Options = options, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode != System.IO.FileMode.Open)
        {
            result.UnixCreateMode = FileMode;
        }

        return result;
    }

    /// <summary>Creates a file with its whole content, durably and atomically, unless it exists.</summary>
    /// <returns>False when the file was there already; it is left as it is.</returns>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public static bool TryCreate(string path, string content)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        CreateDirectory(directory);
        RemoveAbandoned(path, directory);
        for (var attempt = 1; !File.Exists(path); attempt++)
        {
            try
            {
                Create(path, content);
                DirectorySync.Flush(directory);
                return true;
            }
            catch (IOException) when (File.Exists(path) || attempt < MaximumAttempts)
            {
                // Another process made it first, or its clean-up took the unfinished file for an abandoned one.
            }
        }

        return false;
    }

    /// <summary>Refuses a file that others than its owner may read or write.</summary>
    /// <exception cref="InvalidOperationException">The file's mode is too wide.</exception>
    public static void RequirePrivate(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~DirectoryMode) != UnixFileMode.None)
        {
            throw new InvalidOperationException($"'{path}' holds a secret and is open to other users of this machine. Run: chmod 600 '{path}'");
        }
    }

    private static void Create(string path, string content)
    {
        var temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            WriteDurably(temporary, content);

            // Without overwriting, so that of two processes starting at once both use the first one's file.
            File.Move(temporary, path, overwrite: false);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void WriteDurably(string path, string content)
    {
        using var stream = new FileStream(path, Options(System.IO.FileMode.CreateNew, FileAccess.Write, FileShare.None));
        stream.Write(Encoding.UTF8.GetBytes(content));
        stream.Flush(flushToDisk: true);
    }

    // A file that a process left when it died between writing and renaming. One that is being written is locked.
    private static void RemoveAbandoned(string path, string directory)
    {
        foreach (var abandoned in Directory.EnumerateFiles(directory, $"{Path.GetFileName(path)}.*.tmp"))
        {
            try
            {
                using var exclusive = new FileStream(abandoned, Options(System.IO.FileMode.Open, FileAccess.ReadWrite, FileShare.None));
                File.Delete(abandoned);
            }
            catch (IOException)
            {
                // Its writer lives, or another has removed it.
            }
        }
    }
}
