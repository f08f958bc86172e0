namespace Pipelines.Oci;

/// <summary>What a layer holds. Where two parts name the same path the later wins: directories in order, then folders, then files.</summary>
public sealed record LayerContent
{
    /// <summary>Directories of the machine.</summary>
    public IReadOnlyList<LayerDirectory> Directories { get; init; } = [];

    /// <summary>Directories to make.</summary>
    public IReadOnlyList<LayerFolder> Folders { get; init; } = [];

    /// <summary>Files to make.</summary>
    public IReadOnlyList<LayerFile> Files { get; init; } = [];

    /// <summary>The content of one directory.</summary>
    public static LayerContent Of(LayerDirectory directory) => new() { Directories = [directory] };
}
