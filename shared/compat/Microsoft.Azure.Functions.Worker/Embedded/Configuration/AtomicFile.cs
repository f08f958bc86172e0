using System.Diagnostics.Metrics;

namespace Pipelines.Functions.Embedded;

/// <summary>Writes small files that are either wholly there or not, readable by their owner only.</summary>
internal static class AtomicFile
{
    private static readonly Meter Meter = new("Pipelines.Storage");

    private static readonly Counter<long> Commits = Meter.CreateCounter<long>(
        "pipelines.storage.commits", "{commit}", "Commits to persistent storage.");

    public static void Write(string path, ReadOnlySpan<byte> content, string store)
    {
        CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        Commits.Add(1, new KeyValuePair<string, object?>("store", store));
    }

    private static void CreateDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
