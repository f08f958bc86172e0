namespace Pipelines.Oci;

/// <summary>What a layer holds. Where two parts name the same path the later wins: sources in order, then folders, then files.</summary>
public sealed record LayerContent
{
    /// <summary>Directories and files of the machine.</summary>
    public IReadOnlyList<LayerSource> Sources { get; init; } = [];

    /// <summary>Directories to make.</summary>
    public IReadOnlyList<LayerFolder> Folders { get; init; } = [];

    /// <summary>Files to make.</summary>
    public IReadOnlyList<LayerFile> Files { get; init; } = [];

    /// <summary>The content of one directory.</summary>
    public static LayerContent Of(LayerSource source) => new() { Sources = [source] };
}
