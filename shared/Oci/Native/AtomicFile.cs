namespace Pipelines.Oci;

/// <summary>Replaces files so that a reader, or a crash, meets the old content or the new, whole and durable.</summary>
internal static class AtomicFile
{
    /// <summary>Writes <paramref name="content"/> to <paramref name="temporary"/> and then renames it to <paramref name="path"/>.</summary>
    public static async Task WriteAsync(string path, string temporary, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous))
        {
            await file.WriteAsync(content, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        Publish(temporary, path);
    }

    /// <summary>Renames a file that is durable already, and makes the rename durable.</summary>
    public static void Publish(string temporary, string path)
    {
        File.Move(temporary, path, overwrite: true);
        LibC.SyncDirectory(Path.GetDirectoryName(path)!);
        ImageStorageMeter.RecordCommit();
    }
}
