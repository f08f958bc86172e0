namespace Pipelines.Oci;

/// <summary>A directory of the machine whose content becomes part of a layer, or a single file or link of it.</summary>
public sealed record LayerSource
{
    /// <summary>The directory or file, an absolute path. A symbolic link here is taken as the link it is.</summary>
    public required string Path { get; init; }

    /// <summary>Where it appears in the image: the directory its content gets, for example <c>/app</c> (the root when empty), or the file's own path.</summary>
    public string Target { get; init; } = string.Empty;

    /// <summary>
    /// Patterns of what to take, relative to <see cref="Path"/>; everything when empty. A matching directory is taken whole.
    /// See <see cref="PathPattern"/> for the form.
    /// </summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Patterns of what to leave out, stronger than <see cref="Include"/>.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>The numeric owner that everything gets.</summary>
    public int UserId { get; init; }

    /// <summary>The numeric group that everything gets.</summary>
    public int GroupId { get; init; }
}
