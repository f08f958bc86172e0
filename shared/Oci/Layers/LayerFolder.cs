namespace Pipelines.Oci;

/// <summary>An empty directory of a layer, for example <c>/tmp</c> with mode 1777.</summary>
public sealed record LayerFolder
{
    /// <summary>Its path in the image.</summary>
    public required string Path { get; init; }

    /// <summary>Its permissions.</summary>
    public UnixFileMode Mode { get; init; } = LayerModes.Directory;

    /// <summary>Its numeric owner.</summary>
    public int UserId { get; init; }

    /// <summary>Its numeric group.</summary>
    public int GroupId { get; init; }
}
