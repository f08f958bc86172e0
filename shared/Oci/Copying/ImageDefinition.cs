namespace Pipelines.Oci;

/// <summary>An image to be written.</summary>
public sealed record ImageDefinition
{
    /// <summary>The image's own layers, the lowest first, above those of <see cref="Base"/>.</summary>
    public IReadOnlyList<ImageLayer> Layers { get; init; } = [];

    /// <summary>The image below, if any; only its layers are taken. Its config is the caller's to merge into <see cref="Config"/>.</summary>
    public BaseImage? Base { get; init; }

    /// <summary>How containers of the image run.</summary>
    public ContainerConfig Config { get; init; } = new();

    /// <summary>What the image runs on.</summary>
    public Platform Platform { get; init; } = Platform.Current;

    /// <summary>The time of creation the image states; 1970 by default, so that the same input gives the same digest.</summary>
    public DateTimeOffset Created { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>What the history says about the image's own layers.</summary>
    public string CreatedBy { get; init; } = "pipelines";

    /// <summary>Annotations of the manifest.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>(0);

    /// <summary>The tag that shall name the image; none when null.</summary>
    public string? Tag { get; init; }
}
