namespace Pipelines.Activities.Detection;

/// <summary>A file or folder of a source tree.</summary>
/// <param name="Name">The last segment of its path.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="Length">The file's size in bytes; 0 for a folder.</param>
public readonly record struct SourceEntry(string Name, bool IsFolder, long Length);
