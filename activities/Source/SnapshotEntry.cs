namespace Pipelines.Activities.Source;

/// <summary>One line of <c>git ls-tree</c>.</summary>
/// <param name="Mode">The mode: 100644, 100755, 120000 (link) or 160000 (submodule).</param>
/// <param name="Object">The object's id.</param>
/// <param name="Size">The file's length in bytes; 0 for a submodule.</param>
/// <param name="Path">The path from the root.</param>
internal sealed record SnapshotEntry(string Mode, string Object, long Size, string Path)
{
    public bool IsLink => Mode == "120000";

    public bool IsSubmodule => Mode == "160000";

    public bool IsExecutable => Mode == "100755";

    /// <summary>Reads the fields of <c>mode type object size TAB path</c>.</summary>
    public static SnapshotEntry Parse(string line)
    {
        var tab = line.IndexOf('\t', StringComparison.Ordinal);
        var fields = line[..tab].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(fields[0], fields[2], fields[3] == "-" ? 0 : long.Parse(fields[3]), line[(tab + 1)..]);
    }
}
