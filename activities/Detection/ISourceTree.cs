namespace Pipelines.Activities.Detection;

/// <summary>
/// The files of a repository, read only and bounded: what detection may see of them. Paths are relative to the
/// root, separated by '/', without "." or ".." segments; the root itself is the empty string.
/// </summary>
public interface ISourceTree
{
    /// <summary>Looks up one file or folder.</summary>
    /// <param name="path">The path below the root.</param>
    /// <returns>The entry, or null where there is none or where a link leads out of the root.</returns>
    SourceEntry? Find(string path);

    /// <summary>Lists a folder, ordered by name (ordinal).</summary>
    /// <param name="folder">The folder's path below the root.</param>
    /// <param name="maxEntries">No more than this many entries are returned.</param>
    /// <returns>The entries; none when the folder does not exist.</returns>
    IReadOnlyList<SourceEntry> List(string folder, int maxEntries);

    /// <summary>Reads the beginning of a file.</summary>
    /// <param name="path">The file's path below the root.</param>
    /// <param name="maxBytes">No more than this many bytes are read.</param>
    /// <returns>The bytes, or null when there is no such file.</returns>
    byte[]? Read(string path, int maxBytes);
}
