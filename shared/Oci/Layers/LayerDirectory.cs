namespace Pipelines.Oci;

/// <summary>A directory of the machine whose content becomes part of a layer.</summary>
public sealed record LayerDirectory
{
    /// <summary>The directory, an absolute path.</summary>
    public required string Path { get; init; }

    /// <summary>Where its content appears in the image, for example <c>/app</c>; the root when empty.</summary>
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
