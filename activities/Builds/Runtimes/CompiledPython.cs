using System.Buffers.Binary;

namespace Pipelines.Activities.Builds.Runtimes;

/// <summary>
/// Fits compiled Python files to a layer. One of them is valid as long as it states its source's time of change, and in
/// a layer every file has the same; otherwise each start of an application would compile everything anew, and two
/// builds of the same source would differ.
/// </summary>
internal static class CompiledPython
{
    // PEP 552: magic number, flags (0: checked by time), time of the source, size of the source.
    private const int HeaderLength = 16;
    private const int FlagsOffset = 4;
    private const int TimeOffset = 8;

    /// <summary>Sets the time of all compiled files in a directory to 1970.</summary>
    public static void Normalise(string directory)
    {
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var header = new byte[HeaderLength];
        foreach (var file in Directory.EnumerateFiles(directory, "*.pyc", all))
        {
            if (new FileInfo(file).Length < HeaderLength)
            {
                continue;
            }

            using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            if (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) == HeaderLength
                && BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(FlagsOffset)) == 0)
            {
                stream.Position = TimeOffset;
                stream.Write([0, 0, 0, 0]);
            }
        }
    }

    /// <summary>Copies the compiled files of a library, normalised.</summary>
    public static void CopyTo(string library, string destination, Func<string, bool> isWanted)
    {
        foreach (var file in Directory.EnumerateFiles(library, "*.pyc", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(library, file);
            if (isWanted(relative))
            {
                var copy = Path.Combine(destination, relative);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy, overwrite: true);
            }
        }

        Normalise(destination);
    }
}
