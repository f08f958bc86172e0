namespace Pipelines.Oci;

/// <summary>A file of a layer that exists nowhere on disk, for example <c>/etc/passwd</c>.</summary>
public sealed record LayerFile
{
    /// <summary>Its path in the image.</summary>
    public required string Path { get; init; }

    /// <summary>Its content.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Its permissions.</summary>
    public UnixFileMode Mode { get; init; } = LayerModes.File;

    /// <summary>Its numeric owner.</summary>
    public int UserId { get; init; }

    /// <summary>Its numeric group.</summary>
    public int GroupId { get; init; }
}
