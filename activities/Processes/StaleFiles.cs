namespace Pipelines.Activities.Processes;

/// <summary>Deletes files of a cache that have not been used for long.</summary>
internal static class StaleFiles
{
    /// <summary>Deletes the files of a directory that were last read and written before a time.</summary>
    public static void Delete(string directory, TimeSpan lifetime)
    {
        if (!Directory.Exists(directory))
        {
            return;
        }

        var limit = DateTime.UtcNow - lifetime;
        foreach (var file in new DirectoryInfo(directory).EnumerateFiles().Where(file => file.LastAccessTimeUtc < limit && file.LastWriteTimeUtc < limit))
        {
            file.Delete();
        }
    }
}
