using System.Text.Json;
using Pipelines.Clusters.Local;
using Pipelines.Storage;
using Pipelines.Storage.Files;

namespace Pipelines.Node.State;

/// <summary>Writes a file whole or not at all, readable by its owner alone.</summary>
internal static class AtomicFile
{
    private const UnixFileMode OwnerReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Replaces a file so that a loss of power leaves the old or the new content, and counts the commit.</summary>
    public static void Commit<T>(string path, T value)
    {
        var temporary = Temporary(path);
        using (var stream = Create(temporary))
        {
            JsonSerializer.Serialize(stream, value, LocalNodeProtocol.Json);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        DirectorySync.Flush(Path.GetDirectoryName(path)!);
        StorageMetrics.Committed("node");
    }

    /// <summary>Replaces a file that a restart of the machine makes worthless: atomic against a crash of the node only.</summary>
    public static void Write<T>(string path, T value)
    {
        var temporary = Temporary(path);
        using (var stream = Create(temporary))
        {
            JsonSerializer.Serialize(stream, value, LocalNodeProtocol.Json);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Writes a text file readable by its owner alone, or by everyone where <paramref name="shared"/>.</summary>
    public static void WriteText(string path, string text, bool shared = false)
    {
        var mode = shared ? OwnerReadWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead : OwnerReadWrite;
        using var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = mode });
        stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Writes a file readable by its owner alone.</summary>
    public static void WriteBytes(string path, ReadOnlySpan<byte> content)
    {
        using var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerReadWrite });
        stream.Write(content);
    }

    /// <summary>Reads a file; null where there is none or where it is torn.</summary>
    public static T? Read<T>(string path)
        where T : class
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<T>(stream, LocalNodeProtocol.Json);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Deletes a file durably and counts the commit; no error when it is not there.</summary>
    public static void Delete(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        File.Delete(path);
        DirectorySync.Flush(Path.GetDirectoryName(path)!);
        StorageMetrics.Committed("node");
    }

    private static string Temporary(string path) => $"{path}.{Guid.NewGuid():N}.tmp";

    private static FileStream Create(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        UnixCreateMode = OwnerReadWrite,
    });
}
