namespace Pipelines.Oci;

/// <summary>One entry of a layer to be written.</summary>
/// <param name="Path">Its path in the image, without a leading slash.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Its permissions.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="GroupId">Its group.</param>
internal sealed record LayerEntry(string Path, LayerEntryKind Kind, UnixFileMode Mode, int UserId, int GroupId)
{
    /// <summary>Where a file's content is on the machine.</summary>
    public string? SourcePath { get; init; }

    /// <summary>The content of a file that is not on the machine.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>What a symbolic link says.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>What the names of one file have in common: its file system and inode; null when it has one name.</summary>
    public (ulong FileSystem, ulong Inode)? Identity { get; init; }
}
